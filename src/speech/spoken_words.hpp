// SPDX-License-Identifier: Apache-2.0
// Written text as the words that a person says: lower case, numbers spelled out, no punctuation.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace parley {

// "Open 24/7, from $89.50!" -> open twenty four seven from eighty nine dollars and fifty cents.
// Placeholders in double braces are left out.
std::vector<std::string> spoken_words(std::string_view text);
// Sentences of a text, split at . ! ? that end a word.
std::vector<std::string> spoken_sentences(std::string_view text);
// 0–999 999 in words; more digits are said one by one.
std::vector<std::string> number_words(std::string_view digits);

}  // namespace parley
