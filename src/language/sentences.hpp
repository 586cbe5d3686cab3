// SPDX-License-Identifier: Apache-2.0
// A text as sentences, each of which can be spoken by itself.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace parley {

// Cut behind '.', '!' and '?' before a capital, a digit or a quote, but not behind initials and common abbreviations.
std::vector<std::string> sentences_of(std::string_view text);

// What is said of a piece: all of it when that is short, else the sentence of the greatest worth. One that begins with
// what only the one before explains ("It", "They", "This") brings that along, a short one the next, and any the one
// nearly as good. At most two, in their order.
std::string spoken_of(const std::vector<std::string>& sentences, const std::vector<double>& worth);

}  // namespace parley
