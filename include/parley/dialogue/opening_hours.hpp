// SPDX-License-Identifier: Apache-2.0
// Opening hours in words, in the organization's own time zone.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "parley/core/organization.hpp"
#include "parley/core/time.hpp"

namespace parley {

bool is_time_zone(const std::string& name);  // IANA name that this machine's tz database knows

// Opening hours seen from one moment. Unknown zones count as UTC (check_templates reports them at load).
class OpeningTimes {
 public:
  OpeningTimes(const OpeningHours& hours, const std::string& zone_name, WallTime now);

  bool open_now() const { return closes_.has_value(); }
  bool open_today() const { return !spans_on(today_).empty(); }
  std::string today() const;         // "Monday"
  std::string hours_today() const;   // completes "we are open …"; see reply_text.hpp
  std::string hours_week() const;    // days with equal hours are taken together, from Monday on
  std::string closes_at() const;     // empty when closed
  std::string next_opening() const;  // "today at …", "tomorrow at …", "on Friday at …"; empty: never
  std::optional<std::chrono::minutes> closes() const { return closes_; }  // after local midnight, while open

 private:
  const std::vector<OpenSpan>& spans_on(std::chrono::sys_days local_day) const;
  // First opening later than now: the local day and the span; nullopt within the next 366 days.
  std::optional<std::pair<std::chrono::sys_days, OpenSpan>> next() const;
  std::string day_name_from_today(std::chrono::sys_days local_day) const;

  const OpeningHours& hours_;
  std::chrono::sys_days today_;     // local calendar day
  std::chrono::minutes minute_{0};  // local time of day
  std::optional<std::chrono::minutes> closes_;
};

// "eight in the morning", "noon", "one thirty in the afternoon", "midnight". 0 and 1440 are midnight.
std::string spoken_time(std::chrono::minutes after_midnight);

}  // namespace parley
