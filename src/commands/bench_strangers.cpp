// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <ostream>
#include <random>
#include <set>

#include "parley/router/normalise.hpp"
#include "router_benches.hpp"

namespace parley::commands {
namespace {

// Intents of one draw: the organization's own, those whose questions are mined as negatives, and those it never saw.
struct Draw {
  std::set<std::string> known;
  std::set<std::string> mined;
  std::set<std::string> unseen;
};

Draw draw(const std::vector<IntentSentence>& sentences, std::size_t withheld, std::uint64_t seed) {
  std::set<std::string> names;
  for (const auto& sentence : sentences) names.insert(sentence.intent);
  std::vector<std::string> order(names.begin(), names.end());
  std::mt19937_64 random(seed);
  std::shuffle(order.begin(), order.end(), random);
  withheld = std::min(withheld, order.size() - 2);
  Draw drawn;
  for (std::size_t at = 0; at < order.size(); ++at) {
    auto& to = at < withheld / 2 ? drawn.unseen : at < withheld ? drawn.mined : drawn.known;
    to.insert(order[at]);
  }
  return drawn;
}

std::vector<IntentSentence> of(const std::vector<IntentSentence>& sentences, const std::set<std::string>& intents) {
  std::vector<IntentSentence> found;
  for (const auto& sentence : sentences)
    if (intents.contains(sentence.intent)) found.push_back(sentence);
  return found;
}

struct Tally {
  Share coverage;
  Share precision;
  Share seen;
  Share unseen;
};

void ask(const MeaningIndex& index, const std::vector<IntentSentence>& questions, const Draw& drawn,
         std::map<std::string, Tally>& tallies) {
  for (const auto& question : questions) {
    const auto judgement = index.judge(normalise(question.text), 1);
    for (const auto& [name, care] : {std::pair{"97", Care::harmless}, {"98", Care::usual}, {"99", Care::sensitive}}) {
      auto& tally = tallies[name];
      const bool answered = passes(judgement, index.evidence().gates[static_cast<std::size_t>(care)]);
      if (drawn.known.contains(question.intent)) {
        tally.coverage.count(answered);
        if (answered)
          tally.precision.count(index.patterns()[judgement.candidates.front().pattern].key == question.intent);
      } else {
        (drawn.mined.contains(question.intent) ? tally.seen : tally.unseen).count(answered);
      }
    }
  }
}

}  // namespace

Result<BenchResults> bench_strangers(const StrangerBench& bench, const Surroundings& surroundings) {
  auto shared = open_embedder(bench.models, surroundings.err);
  if (!shared) return shared.error();
  const auto questions = read_intent_sentences(bench.data / bench.asked);
  if (!questions) return questions.error();
  BenchResults results("strangers");
  // What is asked must not be among what is learned: valid is part of train_full.
  const std::string full =
      bench.asked == "test" && std::filesystem::exists(bench.data / "train_full") ? "train_full" : "train";
  for (const std::string& split : {std::string("train_10"), full}) {
    const auto examples = read_intent_sentences(bench.data / split);
    const auto pool = read_intent_sentences(bench.data / full);
    if (!examples || !pool) continue;
    std::map<std::size_t, std::map<std::string, Tally>> tallies;  // by number of negatives
    for (std::uint64_t seed = 1; seed <= bench.draws; ++seed) {
      const auto drawn = draw(*examples, bench.withheld, seed);
      auto mined = of(*pool, drawn.mined);
      std::mt19937_64 random(seed + 1000);
      std::shuffle(mined.begin(), mined.end(), random);
      for (const std::size_t count : {0U, 100U, 1000U}) {
        auto lesson = lesson_of_sentences(of(*examples, drawn.known));
        for (std::size_t at = 0; at < std::min(count, mined.size()); ++at) lesson.negatives.push_back(mined[at].text);
        const auto index = learn_meaning(lesson, *shared);
        if (!index) return index.error();
        ask(**index, *questions, drawn, tallies[count]);
      }
      surroundings.err << split << ", draw " << seed << " done\n";
    }
    for (auto& [count, by_target] : tallies)
      for (const auto& [name, tally] : by_target) {
        const auto suffix = name + "." + (split == "train_10" ? "10shot" : "full") + "." + std::to_string(count);
        results.add("strangers.coverage." + suffix, tally.coverage);
        results.add("strangers.precision_got." + suffix, tally.precision);
        results.add("strangers.answered_of_mined_kinds." + suffix, tally.seen);
        results.add("strangers.answered_of_unseen_kinds." + suffix, tally.unseen);
      }
  }
  return results;
}

}  // namespace parley::commands
