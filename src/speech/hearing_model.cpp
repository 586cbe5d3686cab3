// SPDX-License-Identifier: Apache-2.0
#include "hearing_model.hpp"

#include <stdlib.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace parley {

namespace {

constexpr std::size_t kMostIdle = 32;
constexpr double kMostSurprise = 3;

// A fixed order, for std::binary_search. Only words that end no sentence in any wording a caller may use.
constexpr std::array<std::string_view, 22> kNeverLast = {
    "a",    "an",  "and",   "because", "but", "i'm", "if",    "my",     "of",   "or",     "our",
    "than", "the", "their", "there's", "uh",  "um",  "we're", "what's", "with", "you're", "your"};

std::filesystem::path scratch_folder() {
  auto name = (std::filesystem::temp_directory_path() / "parley-hearing-XXXXXX").string();
  if (!mkdtemp(name.data())) throw std::runtime_error("cannot make a folder in " + name);
  return name;
}

void write(const std::filesystem::path& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  if (!file) throw std::runtime_error("cannot write " + path.string());
}

// The model's own parameters, without the mean removal that the vendor would do over again.
std::string parameters_without_mean(const std::filesystem::path& original) {
  std::ifstream file(original);
  std::string out;
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with("-cmn")) out += line + '\n';
  }
  return out + "-cmn none\n";
}

}  // namespace

HearingModel::HearingModel(const Organization& organization, const HearingContext& expecting,
                           const SphinxSources& sources)
    : model_(listening_model(collect_corpus(organization, expecting), corpus_shares(expecting.expect))),
      folder_(scratch_folder()) {
  try {
    const auto& all = model_.vocabulary().words();
    const std::vector<std::string> words(all.begin() + 2, all.end());
    write(folder_ / "dictionary",
          cut_dictionary(words, sources.dictionary, spoken_forms(organization), sources.by_rule));
    std::ostringstream arpa;
    model_.write_arpa(arpa);
    write(folder_ / "language_model", arpa.str());
    write(folder_ / "feat.params", parameters_without_mean(sources.acoustic_model / "feat.params"));
    files_ = {sources.acoustic_model, folder_ / "feat.params", folder_ / "dictionary", folder_ / "language_model",
              sources.phone_transform};
    for (auto pass : {SphinxPass::live, SphinxPass::settled}) give_back(borrow(pass));  // proves the files and warms up
  } catch (...) {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
    throw;
  }
}

HearingModel::~HearingModel() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

std::unique_ptr<SphinxDecoder> HearingModel::borrow(SphinxPass pass) {
  {
    std::scoped_lock lock(mutex_);
    auto place = std::find_if(idle_.begin(), idle_.end(), [pass](const auto& one) { return one->pass() == pass; });
    if (place != idle_.end()) {
      auto decoder = std::move(*place);
      idle_.erase(place);
      return decoder;
    }
  }
  return std::make_unique<SphinxDecoder>(files_, pass);
}

void HearingModel::give_back(std::unique_ptr<SphinxDecoder> decoder) {
  std::scoped_lock lock(mutex_);
  if (idle_.size() < kMostIdle) idle_.push_back(std::move(decoder));
}

double HearingModel::completeness(const std::vector<std::string>& words) const {
  return sentence_completeness(model_, words);
}

std::vector<double> HearingModel::surprise(const std::vector<std::string>& words) const {
  return sentence_surprise(model_, words);
}

std::vector<double> sentence_surprise(const TrigramModel& model, const std::vector<std::string>& words) {
  std::vector<double> out;
  const double blind = std::log(static_cast<double>(model.vocabulary().size()));
  auto before = Vocabulary::kNone;
  auto last = Vocabulary::kStart;
  for (const auto& word : words) {
    const auto next = model.vocabulary().find(word);
    const double chance = next == Vocabulary::kNone ? 0 : model.probability(before, last, next);
    out.push_back(chance > 0 ? -std::log(chance) / blind : kMostSurprise);
    before = last;
    last = next;
  }
  return out;
}

double sentence_completeness(const TrigramModel& model, const std::vector<std::string>& words) {
  if (words.empty()) return 0;
  if (std::binary_search(kNeverLast.begin(), kNeverLast.end(), std::string_view(words.back()))) return 0;
  const auto last = model.vocabulary().find(words.back());
  const auto before = words.size() > 1 ? model.vocabulary().find(words[words.size() - 2]) : Vocabulary::kStart;
  return model.completeness(before, last);
}

}  // namespace parley
