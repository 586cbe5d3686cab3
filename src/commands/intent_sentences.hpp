// SPDX-License-Identifier: Apache-2.0
// Utterances with their intents, as the files of intent data sets have them.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "parley/core/organization.hpp"
#include "parley/core/result.hpp"

namespace parley::commands {

struct IntentSentence {
  std::string text;
  std::string intent;
};

// DIR/seq.in and DIR/label: one utterance a line, its intent on the same line of the other.
Result<std::vector<IntentSentence>> read_intent_sentences(const std::filesystem::path& directory);

// An organization with a pattern for each intent and at most `most` of the sentences as examples, drawn by `seed`. What
// two intents share belongs to the one that has it first.
Organization organization_of(std::vector<IntentSentence> sentences, std::size_t most, unsigned seed);

}  // namespace parley::commands
