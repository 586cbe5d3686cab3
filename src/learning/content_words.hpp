// SPDX-License-Identifier: Apache-2.0
// What carries the meaning of normalised words.
#pragma once

#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace parley {

// "the", "is", "you", "please": words of any English sentence.
bool carries_no_meaning(std::string_view word);

// Without the commonest endings, so that "orders" and "ordering" are "order". No linguistics: equal for what is equal.
std::string stem(std::string_view word);

// Stems of the words that are no function words.
std::set<std::string> content_stems(const std::vector<std::string>& words);

// Twice what both have of what they have together, 0–1; 1 when both are empty.
double shared_part(const std::set<std::string>& one, const std::set<std::string>& other);

// Whether one of `phrases` ("speak to a person") occurs in the words, whole words only.
bool says_any(const std::vector<std::string>& words, std::span<const std::string_view> phrases);

}  // namespace parley
