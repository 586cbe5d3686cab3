// SPDX-License-Identifier: Apache-2.0
// One spelling for what was said, typed or written in a file. The router compares normalised words with normalised
// words; the recogniser's language model is built from the same functions, so what it hears is what rules are made of.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace parley {

// Words as they are pronounced: NFKC, case folding, no punctuation or markup ("[noise]", "<sil>"), numbers, times and
// money in words ("8:30" → eight thirty, "$89" → eighty nine dollars, "911" → nine one one, "24" → twenty four,
// "2nd" → second). Apostrophes inside words stay ("what's"). For the recogniser's language model.
// Bounded work: only the first kMaxNormalisedBytes bytes are read; bytes that are no UTF-8 count as blanks.
std::vector<std::string> pronounced_words(std::string_view text);

// Words as they are compared: pronounced_words, then contractions and casual forms written out ("what's", "whats" →
// what is; "ur" → your; "yeah" → yes), possessive 's dropped, fillers (um, uh, er; "like", "you know" where they carry
// nothing) and false starts removed ("what what are", "wha- what"). Repeated number words stay ("five five").
// Idempotent: normalise(join_words(normalise(t))) == normalise(t).
std::vector<std::string> normalise(std::string_view text);

// "what are your hours": one blank between words.
std::string join_words(const std::vector<std::string>& words);

// Whether a normalised word is a number word (zero … ninety, oh, double, hundred, thousand …).
bool is_number_word(std::string_view word);

inline constexpr std::size_t kMaxNormalisedBytes = 4096;

}  // namespace parley
