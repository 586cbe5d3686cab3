// SPDX-License-Identifier: Apache-2.0
// What callers of any business say, and the words they say it with. Our own text, no corpus behind it;
// it stands in everyday_phrases.txt and everyday_words.txt.
#pragma once

#include <string_view>

namespace parley {

// One phrase a line, already in pronounced_words() form; one that ends in " ..." is a beginning that something follows.
std::string_view everyday_phrases();
// Separated by blanks.
std::string_view everyday_words();

}  // namespace parley
