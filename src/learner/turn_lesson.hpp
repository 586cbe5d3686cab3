// SPDX-License-Identifier: Apache-2.0
// What one answered turn may teach. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "parley/answering/answering.hpp"
#include "parley/learning/answered_questions.hpp"
#include "parley/learning/candidate_book.hpp"

namespace parley {

// nullopt: layer 2 answered nothing here.
std::optional<Sighting> sighting_of(const AnsweredTurn& turn);
// Layer 2 was asked and had no answer, and the question could be one: normalised. nullopt otherwise.
std::optional<std::string> negative_of(const AnsweredTurn& turn);
// Answered from memory, by this pattern. nullopt: by nobody, or by layer 2.
std::optional<std::string> remembered_pattern(const AnsweredTurn& turn);
// The turn as it would have been, had layer 2 been asked.
AnsweredTurn asked_instead(const AnsweredTurn& turn, ModelAnswer answer);
// A question that its pattern may be taught by: answered by meaning, with a reply that is the same for everybody.
// nullopt: it may not.
std::optional<AnsweredQuestion> answered_question(const AnsweredTurn& turn, double weight);
// A pattern's reply is what everybody gets, so that another answer can be held against it.
bool can_be_audited(const AnsweredTurn& turn);
std::vector<KnownAnswer> known_answers(const Organization& organization);

}  // namespace parley
