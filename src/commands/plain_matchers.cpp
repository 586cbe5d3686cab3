// SPDX-License-Identifier: Apache-2.0
#include "plain_matchers.hpp"

#include <algorithm>
#include <numeric>
#include <set>

#include "parley/router/normalise.hpp"

namespace parley::commands {
namespace {

// Token-set ratio costs microseconds a pair: this many questions are enough to see what it does.
constexpr std::size_t kRatioQuestions = 300;

std::size_t common_subsequence(const std::string& one, const std::string& other) {
  std::vector<std::size_t> row(other.size() + 1);
  for (const char letter : one) {
    std::size_t diagonal = 0;
    for (std::size_t at = 0; at < other.size(); ++at) {
      const auto above = row[at + 1];
      row[at + 1] = letter == other[at] ? diagonal + 1 : std::max(above, row[at]);
      diagonal = above;
    }
  }
  return row.back();
}

double ratio(const std::string& one, const std::string& other) {
  if (one.empty() && other.empty()) return 1;
  return 2 * static_cast<double>(common_subsequence(one, other)) / static_cast<double>(one.size() + other.size());
}

std::string joined(const std::string& first, const std::string& second) {
  return first.empty() ? second : second.empty() ? first : first + " " + second;
}

// Nearest example and how near.
struct Nearest {
  std::string intent;
  double likeness = -1;
};

struct Outcome {
  Share coverage;
  Share precision;
  Share strangers;
};

template <class Find>
void add(BenchResults& results, const std::string& name, double threshold, const std::vector<IntentSentence>& questions,
         const std::vector<IntentSentence>& strangers, const Find& find) {
  Outcome outcome;
  for (const auto& question : questions) {
    const auto nearest = find(question.text);
    const bool answered = nearest.likeness >= threshold;
    outcome.coverage.count(answered);
    if (answered) outcome.precision.count(nearest.intent == question.intent);
  }
  for (const auto& stranger : strangers) outcome.strangers.count(find(stranger.text).likeness >= threshold);
  results.add("router.plain." + name + ".coverage", outcome.coverage);
  results.add("router.plain." + name + ".precision_got", outcome.precision);
  if (!strangers.empty()) results.add("router.plain." + name + ".oos_answered", outcome.strangers);
}

class CosineMatcher {
 public:
  CosineMatcher(const std::vector<IntentSentence>& examples, const SharedEmbedder& shared)
      : examples_(examples), shared_(shared) {
    for (const auto& example : examples) vectors_.push_back(embed(example.text));
  }
  Nearest operator()(const std::string& text) const {
    const auto vector = embed(text);
    Nearest best;
    for (std::size_t at = 0; at < vectors_.size(); ++at) {
      const auto cosine = std::inner_product(vector.begin(), vector.end(), vectors_[at].begin(), 0.F);
      if (static_cast<double>(cosine) > best.likeness) best = {examples_[at].intent, static_cast<double>(cosine)};
    }
    return best;
  }

 private:
  std::vector<float> embed(const std::string& text) const {
    std::vector<float> features(shared_.embedder->dimensions());
    std::vector<float> unit(shared_.layer->outputs());
    if (shared_.embedder->features(join_words(normalise(text)), features)) shared_.layer->embed(features, unit);
    return unit;
  }

  const std::vector<IntentSentence>& examples_;
  const SharedEmbedder& shared_;
  std::vector<std::vector<float>> vectors_;
};

}  // namespace

double token_set_ratio(const std::vector<std::string>& one, const std::vector<std::string>& other) {
  const std::set<std::string> left(one.begin(), one.end());
  const std::set<std::string> right(other.begin(), other.end());
  std::string both;
  std::string only_left;
  std::string only_right;
  for (const auto& word : left) {
    auto& to = right.contains(word) ? both : only_left;
    to = joined(to, word);
  }
  for (const auto& word : right)
    if (!left.contains(word)) only_right = joined(only_right, word);
  const auto whole_left = joined(both, only_left);
  const auto whole_right = joined(both, only_right);
  auto best = ratio(whole_left, whole_right);
  if (!both.empty()) best = std::max({best, ratio(both, whole_left), ratio(both, whole_right)});
  return best;
}

void add_plain_matchers(BenchResults& results, const std::string& split, const std::vector<IntentSentence>& examples,
                        const std::vector<IntentSentence>& questions,
                        const Result<std::vector<IntentSentence>>& strangers, const SharedEmbedder& shared) {
  const auto foreign = strangers ? *strangers : std::vector<IntentSentence>{};
  const CosineMatcher cosine(examples, shared);
  add(results, "cosine_75." + split, 0.75, questions, foreign, cosine);
  add(results, "cosine_92." + split, 0.92, questions, foreign, cosine);
  std::vector<std::vector<std::string>> words;
  words.reserve(examples.size());
  for (const auto& example : examples) words.push_back(normalise(example.text));
  const auto by_words = [&](const std::string& text) {
    const auto said = normalise(text);
    Nearest best;
    for (std::size_t at = 0; at < words.size(); ++at) {
      const auto likeness = token_set_ratio(said, words[at]);
      if (likeness > best.likeness) best = {examples[at].intent, likeness};
    }
    return best;
  };
  const auto some = [](const std::vector<IntentSentence>& all) {
    std::vector<IntentSentence> picked;
    for (std::size_t at = 0; at < std::min(kRatioQuestions, all.size()); ++at)
      picked.push_back(all[at * all.size() / std::min(kRatioQuestions, all.size())]);
    return picked;
  };
  add(results, "token_set_90." + split, 0.90, some(questions), some(foreign), by_words);
}

}  // namespace parley::commands
