// SPDX-License-Identifier: Apache-2.0
#include "http_head.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>

namespace parley {
namespace {

void add(std::string& head, std::string_view name, std::string_view value) {
  head.append(name).append(": ");
  for (const char c : value) head += c == '\r' || c == '\n' || c == '\0' ? ' ' : c;
  head += "\r\n";
}

}  // namespace

std::string http_date(WallTime when) {
  static constexpr std::array<const char*, 7> kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array<const char*, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(when);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::seconds>(when - day));
  std::array<char, 64> text;
  std::snprintf(text.data(), text.size(), "%s, %02u %s %04d %02d:%02d:%02d GMT",
                kDays[std::chrono::weekday(day).c_encoding()], static_cast<unsigned>(date.day()),
                kMonths[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                static_cast<int>(time.seconds().count()));
  return text.data();
}

bool sane_request_id(std::string_view text) {
  return !text.empty() && text.size() <= 128 && std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return std::isalnum(c) || c == '.' || c == '_' || c == '-';
  });
}

bool status_has_body(unsigned status) { return status >= 200 && status != 204 && status != 304; }

std::string response_head(const HttpResponse& response, const HttpHeadFacts& facts) {
  std::string head = "HTTP/1.1 " + std::to_string(response.status) + " ";
  head.append(reason_phrase(response.status)).append("\r\n");
  add(head, "Date", http_date(facts.now));
  if (!facts.request_id.empty()) add(head, "X-Request-Id", facts.request_id);
  for (const auto& [name, value] : response.headers.entries()) add(head, name, value);
  if (status_has_body(response.status)) add(head, "Content-Length", std::to_string(facts.content_length));
  if (!facts.keep_alive) {
    add(head, "Connection", "close");
  } else if (facts.version_1_0) {
    add(head, "Connection", "keep-alive");
  }
  return head + "\r\n";
}

}  // namespace parley
