// SPDX-License-Identifier: Apache-2.0
// What a caller of an organization may say, as sentences for a language model; nothing here knows an engine.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "parley/core/organization.hpp"
#include "parley/speech/recognizer.hpp"
#include "trigram_model.hpp"

namespace parley {

struct ListeningCorpus {
  Vocabulary vocabulary;
  TrigramCounts own;       // the organization's phrases, keywords, prompts and names
  TrigramCounts expected;  // what the dialogue waits for: phrases, digits, yes or no
  TrigramCounts everyday;  // carriers, fillers and frequent words
};

// `expecting` adds the words and sentences that the dialogue waits for.
ListeningCorpus collect_corpus(const Organization& organization, const HearingContext& expecting = {});

// How much each part says; measured on real callers.
struct CorpusShares {
  double own = 0.9;
  double expected = 0;
  double everyday = 0.1;
};
CorpusShares corpus_shares(HearingContext::Expect expecting);

TrigramModel listening_model(const ListeningCorpus& corpus, const CorpusShares& shares);

// Written forms of an organization's words that are said differently: "hvac" -> h v a c.
std::map<std::string, std::vector<std::string>> spoken_forms(const Organization& organization);

}  // namespace parley
