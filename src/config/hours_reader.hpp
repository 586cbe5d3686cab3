// SPDX-License-Identifier: Apache-2.0
// Opening hours as people write them: { mon-fri: "08:00-18:00", sat: ["09:00-12:00", "13:00-15:00"], sun: closed }.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>
#include <vector>

#include "field_reader.hpp"

namespace parley {

// "mon" or "fri-mon"; weekdays as c_encoding (0 = Sunday), in order.
std::optional<std::vector<unsigned>> parse_weekdays(std::string_view text);
// "08:00-18:00"; 24:00 is allowed as the end of a day.
std::optional<OpenSpan> parse_span(std::string_view text);
// "2026-12-25"
std::optional<std::chrono::year_month_day> parse_date(std::string_view text);

// The three keys of a definition; null: not given.
struct HoursNodes {
  const YamlNode* hours = nullptr;    // { mon-fri: "08:00-18:00" }
  const YamlNode* closed = nullptr;   // [ 2026-12-25 ]
  const YamlNode* special = nullptr;  // { 2026-12-24: "08:00-12:00" }
};
void read_hours(const HoursNodes& nodes, OpeningHours& place, FaultList& faults);

}  // namespace parley
