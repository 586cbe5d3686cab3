// SPDX-License-Identifier: Apache-2.0
// The words of a sentence that carry what it is about.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace parley {

// Normalised, without articles, pronouns, auxiliaries and the like, without common endings ("prices" → price). In the
// order of the text, with repetitions.
std::vector<std::string> content_words(std::string_view text);

// Share of the content words of `answer` that `source` holds; 0 when a number of the answer is not there.
double borne_out(std::string_view answer, std::string_view source);

}  // namespace parley
