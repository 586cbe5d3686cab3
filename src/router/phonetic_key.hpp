// SPDX-License-Identifier: Apache-2.0
// How an English word sounds, roughly, from its letters: rules of the Metaphone family.
#pragma once

#include <string>
#include <string_view>

namespace parley {

// The consonants that are heard, voiced and voiceless ones as one; vowels only at the start. "adress" and "address",
// "fone" and "phone" have one skeleton; so do "ship" and "shop": fit for misspellings, not for words.
std::string sound_skeleton(std::string_view word);

// Consonants and vowels. "hours" and "ours", "mail" and "male" have one key; "ship" and "shop", "card" and "cart" do
// not. Fit to tell whether one word may have been heard for another.
std::string sound_key(std::string_view word);

}  // namespace parley
