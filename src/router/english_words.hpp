// SPDX-License-Identifier: Apache-2.0
// Which words are English: what is a word of its own is no misspelling of another.
#pragma once

#include <string_view>

namespace parley {

// Of a normalised word. Says yes wrongly for about one in a thousand others, never no for one of its 73,000 words and
// names (Debian's wamerican; made by scripts/make_english_words).
bool is_english_word(std::string_view word);

}  // namespace parley
