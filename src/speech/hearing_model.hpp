// SPDX-License-Identifier: Apache-2.0
// All that the engine needs to hear one organization in one dialogue state, and the searches that use it.
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "listening_corpus.hpp"
#include "parley/core/organization.hpp"
#include "pronouncing_dictionary.hpp"
#include "sphinx_decoder.hpp"

namespace parley {

// What all models of a recogniser share; immutable once made.
struct SphinxSources {
  std::filesystem::path acoustic_model;
  std::filesystem::path phone_transform;  // empty = none
  PronouncingDictionary dictionary;
  LetterToSound by_rule;
};

class HearingModel {
 public:
  // Writes its files below the system's temporary folder. Throws std::runtime_error when it cannot.
  // `sources` outlives the model.
  HearingModel(const Organization& organization, const HearingContext& expecting, const SphinxSources& sources);
  ~HearingModel();
  HearingModel(const HearingModel&) = delete;
  HearingModel& operator=(const HearingModel&) = delete;

  // Thread-safe; makes a decoder (10 ms) when none is idle.
  std::unique_ptr<SphinxDecoder> borrow(SphinxPass pass);
  void give_back(std::unique_ptr<SphinxDecoder> decoder);

  double completeness(const std::vector<std::string>& words) const;
  // Of each word after those before it: 0 = certain, 1 = as unlikely as any word of the vocabulary picked blindly.
  std::vector<double> surprise(const std::vector<std::string>& words) const;
  std::filesystem::path parameters() const { return files_.parameters; }
  std::size_t words() const { return model_.vocabulary().size(); }

 private:
  TrigramModel model_;
  std::filesystem::path folder_;
  SphinxFiles files_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<SphinxDecoder>> idle_;
};

// Chance that a sentence ends here; words that nothing ends with tell by themselves.
double sentence_completeness(const TrigramModel& model, const std::vector<std::string>& words);
std::vector<double> sentence_surprise(const TrigramModel& model, const std::vector<std::string>& words);

}  // namespace parley
