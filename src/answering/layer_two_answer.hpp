// SPDX-License-Identifier: Apache-2.0
// What becomes of an answer of layer 2. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "parley/answering/answering.hpp"

namespace parley {

// Without its deadline.
ModelQuestion question_of(const Utterance& utterance, const Answered& before, std::vector<SpokenExchange> said);
// The longest run of whole sentences within `bytes`; the text itself when it fits, a cut at a word when it has none.
std::string whole_sentences(std::string_view text, std::size_t bytes);
Answered layer_two_answer(Answered before, const ModelAnswer& answer, std::string words);
// Nobody answers: what came too late from the router does, if there is something.
Answered without_answer(Answered before, const ModelAnswer& answer);
// Everybody who says the same words may get it: it is sure, and static by nature as well as by the model's word.
bool replayable(const ModelAnswer& answer, const Organization& organization);

}  // namespace parley
