// SPDX-License-Identifier: Apache-2.0
// Short answers to what the agent asked: yes or no, and telephone numbers said digit by digit.
#pragma once

#include <string>
#include <string_view>

namespace parley {

enum class YesNo { yes, no, unclear };
YesNo yes_or_no(std::string_view text);

// "five five five double o one" → "555001", "eight hundred" → "800", "twenty five" → "25". A leading "plus" or "+" is
// kept. Words that are no numbers are skipped.
std::string digits_in(std::string_view text);

// "5550100" → "five five five, zero one zero zero": groups as numbers are read out, a comma where a voice pauses.
std::string spoken_digits(std::string_view number);

}  // namespace parley
