// SPDX-License-Identifier: Apache-2.0
#include "intent_sentences.hpp"

#include <algorithm>
#include <fstream>
#include <map>
#include <random>
#include <set>

#include "parley/router/normalise.hpp"

namespace parley::commands {

Result<std::vector<IntentSentence>> read_intent_sentences(const std::filesystem::path& directory) {
  std::ifstream texts(directory / "seq.in");
  std::ifstream labels(directory / "label");
  if (!texts || !labels)
    return Error{Fault::invalid_input, directory.string() + " needs seq.in and label: an utterance a line, its intent"};
  std::vector<IntentSentence> sentences;
  IntentSentence sentence;
  while (std::getline(texts, sentence.text)) {
    if (!std::getline(labels, sentence.intent))
      return Error{Fault::invalid_input, (directory / "label").string() + " has fewer lines than seq.in"};
    sentences.push_back(sentence);
  }
  if (sentences.empty()) return Error{Fault::invalid_input, (directory / "seq.in").string() + " is empty"};
  return sentences;
}

Organization organization_of(std::vector<IntentSentence> sentences, std::size_t most, unsigned seed) {
  std::shuffle(sentences.begin(), sentences.end(), std::mt19937(seed));
  Organization organization;
  organization.key.value = "bench";
  std::map<std::string, std::size_t> places;
  std::set<std::string> known;
  for (const auto& [text, intent] : sentences) {
    if (known.size() == most) break;
    const auto words = join_words(without_emphasis(normalise(text)));
    if (words.empty() || !known.insert(words).second) continue;
    const auto [place, fresh] = places.try_emplace(intent, organization.patterns.size());
    if (fresh) organization.patterns.emplace_back().key = intent;
    organization.patterns[place->second].examples.push_back(text);
  }
  return organization;
}

}  // namespace parley::commands
