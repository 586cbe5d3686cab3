// SPDX-License-Identifier: Apache-2.0
// What the two halves of the conversation share.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "parley/core/organization.hpp"
#include "parley/dialogue/reply_text.hpp"

namespace parley {

// ITU-T E.164: at most 15 digits; the shortest local numbers that one calls back have seven.
inline constexpr std::size_t kFewestDigits = 7;
inline constexpr std::size_t kMostDigits = 15;
inline constexpr std::uint32_t kMostAttempts = 3;  // at one question

inline std::size_t count_digits(std::string_view number) {
  return static_cast<std::size_t>(
      std::count_if(number.begin(), number.end(), [](char c) { return c >= '0' && c <= '9'; }));
}

inline bool can_be_called(std::string_view number) {
  const auto digits = count_digits(number);
  return digits >= kFewestDigits && digits <= kMostDigits;
}

inline std::string sentence(std::string_view first, std::string_view second) {
  std::string out(first);
  if (!first.empty() && !second.empty()) out += ' ';
  out += second;
  return out;
}

// "Say that again": its reply is what was said before.
inline bool repeats(const Pattern* pattern) { return pattern && mentions(pattern->reply, "last_reply"); }

inline bool offers_people(const Pattern* pattern) {
  return pattern && (pattern->after == AfterReply::offer_callback || pattern->after == AfterReply::transfer);
}

}  // namespace parley
