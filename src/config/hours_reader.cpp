// SPDX-License-Identifier: Apache-2.0
#include "hours_reader.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "written_forms.hpp"

namespace parley {
namespace {

std::optional<unsigned> day_number(std::string_view name) {
  const auto* place = std::find(kWeekdayNames.begin(), kWeekdayNames.end(), name);
  if (place == kWeekdayNames.end()) return std::nullopt;
  return static_cast<unsigned>(place - kWeekdayNames.begin());
}

std::optional<int> digits(std::string_view text) {
  int value = 0;
  if (text.empty() || text.size() > 4) return std::nullopt;
  for (const char c : text) {
    if (!std::isdigit(static_cast<unsigned char>(c))) return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

std::optional<std::chrono::minutes> clock_time(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  const auto hour = digits(text.substr(0, 2));
  const auto minute = digits(text.substr(3));
  if (!hour || !minute || *minute > 59 || *hour > 24 || (*hour == 24 && *minute != 0)) return std::nullopt;
  return std::chrono::minutes{*hour * 60 + *minute};
}

// One span, or "closed", from one scalar; false when it is neither.
bool add_span(const YamlNode& node, std::vector<OpenSpan>& spans) {
  if (node.kind != YamlNode::Kind::scalar) return false;
  if (node.text == "closed") return true;
  const auto span = parse_span(node.text);
  if (span) spans.push_back(*span);
  return span.has_value();
}

std::vector<OpenSpan> read_spans(const std::string& days, const YamlNode& value, FaultList& faults) {
  const std::string expected =
      "hours of '" + days + "' must be \"HH:MM-HH:MM\" with the end after the start, a list of such, or closed";
  std::vector<OpenSpan> spans;
  if (value.kind == YamlNode::Kind::list) {
    for (const auto& item : value.items) {
      if (!add_span(item, spans)) faults.add(item.line, expected);
    }
  } else if (!add_span(value, spans)) {
    faults.add(value.line, expected);
  }
  std::sort(spans.begin(), spans.end(), [](const auto& a, const auto& b) { return a.opens < b.opens; });
  for (std::size_t i = 1; i < spans.size(); ++i) {
    if (spans[i].opens < spans[i - 1].closes) faults.add(value.line, "hours of '" + days + "' overlap");
  }
  return spans;
}

void read_week(const YamlNode& week, OpeningHours& place, FaultList& faults) {
  for (const auto& [key, value] : week.entries) {
    const auto days = parse_weekdays(key.text);
    if (!days) {
      faults.add(key.line, "unknown days '" + shown(key.text) + "' in hours; use mon … sun or a range as mon-fri");
      continue;
    }
    const auto spans = read_spans(key.text, value, faults);
    for (const unsigned day : *days) {
      if (place.by_weekday.emplace(day, spans).second) continue;
      faults.add(key.line, "hours of '" + std::string(kWeekdayNames[day]) + "' are given twice");
    }
  }
}

void read_special(const YamlNode& special, OpeningHours& place, FaultList& faults) {
  constexpr std::size_t kMostDates = 1000;
  if (special.entries.size() > kMostDates) {
    faults.add(special.line, "'special' has " + std::to_string(special.entries.size()) + " dates; at most " +
                                 std::to_string(kMostDates) + " are allowed");
    return;
  }
  for (const auto& [key, value] : special.entries) {
    const auto date = parse_date(key.text);
    if (!date) {
      faults.add(key.line, "'special' holds '" + shown(key.text) + "'; a date as 2026-12-24 is expected");
      continue;
    }
    place.special[*date] = read_spans(key.text, value, faults);
    if (std::find(place.closed.begin(), place.closed.end(), *date) != place.closed.end()) {
      faults.add(key.line, "'" + key.text + "' is in 'closed' and in 'special'");
    }
  }
}

}  // namespace

std::optional<std::vector<unsigned>> parse_weekdays(std::string_view text) {
  const auto dash = text.find('-');
  const auto first = day_number(text.substr(0, dash));
  const auto last = dash == std::string_view::npos ? first : day_number(text.substr(dash + 1));
  if (!first || !last) return std::nullopt;
  std::vector<unsigned> days = {*first};
  while (days.back() != *last) days.push_back((days.back() + 1) % 7);
  return days;
}

std::optional<OpenSpan> parse_span(std::string_view text) {
  if (text.size() != 11 || text[5] != '-') return std::nullopt;
  const auto opens = clock_time(text.substr(0, 5));
  const auto closes = clock_time(text.substr(6));
  if (!opens || !closes || *closes <= *opens) return std::nullopt;
  return OpenSpan{*opens, *closes};
}

std::optional<std::chrono::year_month_day> parse_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = digits(text.substr(0, 4));
  const auto month = digits(text.substr(5, 2));
  const auto day = digits(text.substr(8));
  if (!year || !month || !day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return std::nullopt;
  return date;
}

void read_hours(const HoursNodes& nodes, OpeningHours& place, FaultList& faults) {
  if (nodes.hours != nullptr) read_week(*nodes.hours, place, faults);
  if (nodes.closed != nullptr) {
    for (const auto& item : nodes.closed->items) {
      const auto date = item.kind == YamlNode::Kind::scalar ? parse_date(item.text) : std::nullopt;
      if (date) {
        place.closed.push_back(*date);
      } else {
        faults.add(item.line, "'closed' holds '" + shown(item.text) + "'; a date as 2026-12-25 is expected");
      }
    }
  }
  if (nodes.special != nullptr) read_special(*nodes.special, place, faults);
}

}  // namespace parley
