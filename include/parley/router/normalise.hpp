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
// "2nd" → second, "#5" → number five). Apostrophes inside words stay ("what's"). For the recogniser's language model.
// Bounded work: only the first kMaxNormalisedBytes bytes are read; bytes that are no UTF-8 count as blanks.
std::vector<std::string> pronounced_words(std::string_view text);

// Words as they are compared, in this order:
// 1. pronounced_words: NFKC, case, punctuation, numbers.
// 2. Contractions and casual forms written out ("what's", "whats" → what is; "ur" → your; "gonna" → going to; "yeah" →
//    yes; "tonite" → tonight), possessive 's dropped.
// 3. What is spelled or written in two joined ("h v a c" → hvac, "e-mail" → email).
// 4. Fillers (um, uh, er; "like", "you know", "i mean" where they carry nothing) and false starts of up to five words
//    removed ("what what are", "wha- what"). Repeated number words stay ("five five").
// 5. "a hundred" → one hundred, as 100 is read out.
// A table of each: tests/router/normalise_test.cpp, of the numbers: tests/router/pronounced_words_test.cpp.
// Idempotent: normalise(join_words(normalise(t))) == normalise(t).
std::vector<std::string> normalise(std::string_view text);

// Normalised words without those that only lend weight ("exactly", "also", "really"), unless there are no others. The
// router compares utterances and rules in this form, so that "what exactly do you do" is "what do you do".
std::vector<std::string> without_emphasis(std::vector<std::string> words);

// "what are your hours": one blank between words.
std::string join_words(const std::vector<std::string>& words);

// Whether a normalised word is a number word (zero … ninety, oh, double, hundred, thousand …).
bool is_number_word(std::string_view word);

inline constexpr std::size_t kMaxNormalisedBytes = 4096;

}  // namespace parley
