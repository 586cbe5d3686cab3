// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace parley {

// Sentences of a reply or prompt, split at . ! ? ; that end a word, and at line ends. {{placeholders}} are left out;
// a part without a letter or digit is no sentence.
std::vector<std::string> reply_sentences(std::string_view text);

}  // namespace parley
