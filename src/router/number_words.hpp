// SPDX-License-Identifier: Apache-2.0
// Written numbers as they are read out in English.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace parley {

// Amounts and counts: 150 → one hundred fifty. Digits only; ten or more of them are read one by one.
void append_cardinal(std::string_view digits, std::vector<std::string>& out);

// A bare number in a text, read by its length as people do: 24 → twenty four, 911 → nine one one, 150 → one hundred
// fifty, 2026 → twenty twenty six, 4505 → forty five oh five, five and more digits (zip codes, telephones) one by one.
void append_bare_number(std::string_view digits, std::vector<std::string>& out);

void append_digits(std::string_view digits, std::vector<std::string>& out);

// 2 → second, 21 → twenty first. False when it is beyond 99: nothing is appended.
bool append_ordinal(std::string_view digits, std::vector<std::string>& out);

}  // namespace parley
