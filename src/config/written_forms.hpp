// SPDX-License-Identifier: Apache-2.0
// How values of a definition are written, in YAML as in JSON.
#pragma once

#include <array>
#include <chrono>
#include <string>
#include <string_view>

#include "parley/core/organization.hpp"

namespace parley {

inline constexpr std::array<std::string_view, 7> kWeekdayNames = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};
inline constexpr std::array<std::string_view, 3> kReplyKindNames = {"static", "template", "tool"};
inline constexpr std::array<std::string_view, 4> kAfterReplyNames = {"listen", "hang_up", "offer_callback", "transfer"};
inline constexpr std::array<std::string_view, 3> kCareNames = {"harmless", "usual", "sensitive"};

inline std::string_view written_name(ReplyKind kind) { return kReplyKindNames[static_cast<std::size_t>(kind)]; }
inline std::string_view written_name(AfterReply after) { return kAfterReplyNames[static_cast<std::size_t>(after)]; }
inline std::string_view written_name(Care care) { return kCareNames[static_cast<std::size_t>(care)]; }

std::string written_span(const OpenSpan& span);             // "08:00-18:00"
std::string written_date(std::chrono::year_month_day day);  // "2026-12-25"
// One entry of the list of patterns, every line behind `indent`.
std::string pattern_to_yaml(const Pattern& pattern, const std::string& indent);

}  // namespace parley
