// SPDX-License-Identifier: Apache-2.0
// Typos and mishearings made on purpose.
#pragma once

#include <random>
#include <string>

namespace parley::commands {

// One or two slips (of a sentence of eight words and more), drawn evenly: two neighbours swapped, a letter left out,
// doubled or replaced by its neighbour on the keyboard, a word written as it sounds (ph f, ck k, ea ee, tion shun …),
// two words run together. `text` is lower case.
std::string with_slips(std::string text, std::mt19937& random);

}  // namespace parley::commands
