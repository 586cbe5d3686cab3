// SPDX-License-Identifier: Apache-2.0
#include "parley/dialogue/opening_hours.hpp"

#include <date/date.h>
#include <date/tz.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string_view>
#include <vector>

#include "parley/dialogue/reply_text.hpp"
#include "parley/router/normalise.hpp"

namespace parley {
namespace {

using std::chrono::days;
using std::chrono::minutes;
using std::chrono::sys_days;

constexpr std::array<std::string_view, 7> kDayNames = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                       "Thursday", "Friday", "Saturday"};

unsigned weekday_of(sys_days day) { return std::chrono::weekday(day).c_encoding(); }

const date::time_zone* find_zone(const std::string& name) {
  try {
    return date::locate_zone(name);
  } catch (const std::runtime_error&) {
    return nullptr;
  }
}

std::string spoken_span(const OpenSpan& span) {
  if (span.opens == minutes{0} && span.closes == minutes{1440}) return "all day and night";
  return "from " + spoken_time(span.opens) + " to " + spoken_time(span.closes);
}

std::string spoken_spans(const std::vector<OpenSpan>& spans) {
  std::vector<std::string> parts;
  parts.reserve(spans.size());
  for (const auto& span : spans) parts.push_back(spoken_span(span));
  return spoken_list(parts);
}

// "Monday through Friday", "Tuesday and Thursday".
std::string spoken_days(const std::vector<unsigned>& weekdays) {
  std::vector<std::string> parts;
  const auto position = [](unsigned weekday) { return (weekday + 6) % 7; };  // Monday first
  for (std::size_t first = 0; first < weekdays.size();) {
    std::size_t last = first;
    while (last + 1 < weekdays.size() && position(weekdays[last + 1]) == position(weekdays[last]) + 1) ++last;
    if (last - first >= 2) {
      parts.push_back(std::string(kDayNames[weekdays[first]]) + " through " + std::string(kDayNames[weekdays[last]]));
    } else {
      for (auto index = first; index <= last; ++index) parts.emplace_back(kDayNames[weekdays[index]]);
    }
    first = last + 1;
  }
  return spoken_list(parts);
}

}  // namespace

bool is_time_zone(const std::string& name) { return find_zone(name) != nullptr; }

std::string spoken_time(minutes after_midnight) {
  const auto total = after_midnight.count() % 1440;
  const auto hour = total / 60;
  const auto minute = total % 60;
  if (total == 0) return "midnight";
  if (total == 720) return "noon";
  // The written time is read by the one function that reads numbers, so that it is heard as it is spoken.
  const auto hour_of_twelve = hour % 12 == 0 ? 12 : hour % 12;
  std::string digits = std::to_string(hour_of_twelve) + ":" + (minute < 10 ? "0" : "") + std::to_string(minute);
  auto words = join_words(pronounced_words(digits));
  if (hour < 12) return words + " in the morning";
  if (hour < 18) return words + " in the afternoon";
  if (hour < 21) return words + " in the evening";
  return words + " at night";
}

OpeningTimes::OpeningTimes(const OpeningHours& hours, const std::string& zone_name, WallTime now) : hours_(hours) {
  auto local = now.time_since_epoch();
  if (const auto* zone = find_zone(zone_name)) local += zone->get_info(now).offset;
  today_ = sys_days(std::chrono::floor<days>(local));
  minute_ = std::chrono::floor<minutes>(local - today_.time_since_epoch());
  for (const auto& span : spans_on(today_))
    if (span.opens <= minute_ && minute_ < span.closes) closes_ = span.closes;
}

const std::vector<OpenSpan>& OpeningTimes::spans_on(sys_days local_day) const {
  static const std::vector<OpenSpan> kClosed;
  if (const auto special = hours_.special.find(std::chrono::year_month_day(local_day)); special != hours_.special.end())
    return special->second;
  if (std::find(hours_.closed.begin(), hours_.closed.end(), std::chrono::year_month_day(local_day)) !=
      hours_.closed.end())
    return kClosed;
  const auto spans = hours_.by_weekday.find(weekday_of(local_day));
  return spans == hours_.by_weekday.end() ? kClosed : spans->second;
}

std::optional<std::pair<sys_days, OpenSpan>> OpeningTimes::next() const {
  for (int ahead = 0; ahead <= 366; ++ahead) {
    const auto day = today_ + days{ahead};
    for (const auto& span : spans_on(day))
      if (ahead > 0 || span.opens > minute_) return std::pair{day, span};
  }
  return std::nullopt;
}

std::string OpeningTimes::day_name_from_today(sys_days local_day) const {
  const auto ahead = (local_day - today_).count();
  const std::string name(kDayNames[weekday_of(local_day)]);
  if (ahead == 0) return "today";
  if (ahead == 1) return "tomorrow";
  if (ahead < 7) return "on " + name;
  return ahead < 14 ? "on " + name + " of next week"
                    : "in " + join_words(pronounced_words(std::to_string(ahead))) + " days";
}

std::string OpeningTimes::today() const { return std::string(kDayNames[weekday_of(today_)]); }

std::string OpeningTimes::hours_today() const {
  if (open_today()) return "today " + spoken_spans(spans_on(today_));
  const auto opening = next();
  if (!opening) return "by appointment only";
  return "again " + day_name_from_today(opening->first) + " " + spoken_spans(spans_on(opening->first));
}

std::string OpeningTimes::hours_week() const {
  std::vector<std::pair<std::vector<unsigned>, const std::vector<OpenSpan>*>> groups;
  for (unsigned position = 0; position < 7; ++position) {
    const auto weekday = (position + 1) % 7;
    const auto spans = hours_.by_weekday.find(weekday);
    if (spans == hours_.by_weekday.end() || spans->second.empty()) continue;
    const auto same =
        std::find_if(groups.begin(), groups.end(), [&](const auto& group) { return *group.second == spans->second; });
    if (same != groups.end())
      same->first.push_back(weekday);
    else
      groups.push_back({{weekday}, &spans->second});
  }
  if (groups.empty()) return "by appointment only";
  std::string out;
  for (std::size_t index = 0; index < groups.size(); ++index) {
    if (index > 0) out += index + 1 == groups.size() ? ", and " : ", ";
    out += spoken_days(groups[index].first) + " " + spoken_spans(*groups[index].second);
  }
  return out;
}

std::string OpeningTimes::closes_at() const { return closes_ ? spoken_time(*closes_) : std::string(); }

std::string OpeningTimes::next_opening() const {
  const auto opening = next();
  if (!opening) return {};
  return day_name_from_today(opening->first) + " at " + spoken_time(opening->second.opens);
}

}  // namespace parley
