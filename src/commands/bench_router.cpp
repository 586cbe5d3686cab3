// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <ostream>

#include "parley/encoder/use_lite.hpp"
#include "parley/router/normalise.hpp"
#include "plain_matchers.hpp"
#include "router_benches.hpp"
#include "thread_time.hpp"

namespace parley::commands {

Result<SharedEmbedder> open_embedder(const std::filesystem::path& models, std::ostream& err) {
  auto opened = open_use_lite(models / kUseLiteFile);
  if (!opened) return opened.error();
  err << "embedder " << (*opened)->id() << '\n';
  return SharedEmbedder(std::move(*opened));
}

Organization organization_of_sentences(const std::vector<IntentSentence>& sentences) {
  Organization organization;
  std::map<std::string, std::size_t> places;
  for (const auto& sentence : sentences) {
    const auto [place, fresh] = places.try_emplace(sentence.intent, organization.patterns.size());
    if (fresh) {
      organization.patterns.emplace_back();
      organization.patterns.back().key = sentence.intent;
    }
    organization.patterns[place->second].examples.push_back(sentence.text);
  }
  return organization;
}

MeaningLesson lesson_of_sentences(const std::vector<IntentSentence>& sentences) {
  return lesson_of(organization_of_sentences(sentences));
}

bool passes(const MeaningJudgement& judgement, const MeaningGate& gate) {
  return !judgement.candidates.empty() && judgement.candidates.front().score >= gate.scope &&
         judgement.margin >= gate.margin && judgement.agrees && judgement.guard.empty();
}

namespace {

// By which gates the figures are named.
const std::vector<std::pair<std::string, Care>> kTargets = {
    {"97", Care::harmless}, {"98", Care::usual}, {"99", Care::sensitive}};

std::string directory_of(const std::string& split, const std::filesystem::path& data) {
  if (split == "10shot") return "train_10";
  if (split == "5shot") return "train_5";
  return std::filesystem::exists(data / "train_full") ? "train_full" : "train";
}

struct Tally {
  Share accuracy;
  std::map<std::string, Share> coverage;
  std::map<std::string, Share> precision;
  std::map<std::string, Share> strangers;
  std::map<std::string, Share> guarded;  // of those that all other gates let through
  std::vector<double> microseconds;
  double learning_s = 0;
};

void ask(const MeaningIndex& index, const std::vector<IntentSentence>& questions, Tally& tally) {
  for (const auto& question : questions) {
    const auto began = thread_microseconds();
    const auto judgement = index.judge(normalise(question.text), 1);
    tally.microseconds.push_back(thread_microseconds() - began);
    const auto& winner =
        judgement.candidates.empty() ? std::string() : index.patterns()[judgement.candidates.front().pattern].key;
    const bool right = winner == question.intent;
    tally.accuracy.count(right);
    for (const auto& [name, care] : kTargets) {
      const auto& gate = index.evidence().gates[static_cast<std::size_t>(care)];
      const bool answered = passes(judgement, gate);
      tally.coverage[name].count(answered);
      if (answered) tally.precision[name].count(right);
      auto unguarded = judgement;
      unguarded.guard.clear();
      if (passes(unguarded, gate)) tally.guarded[name].count(!answered);
    }
  }
}

}  // namespace

Result<BenchResults> bench_router(const RouterBench& bench, const Surroundings& surroundings) {
  auto shared = open_embedder(bench.models, surroundings.err);
  if (!shared) return shared.error();
  const auto questions = read_intent_sentences(bench.data / bench.asked);
  if (!questions) return questions.error();
  const auto strangers = read_intent_sentences(bench.data / "oos" / bench.asked);
  BenchResults results("router");
  for (const auto& split : bench.splits) {
    const auto examples = read_intent_sentences(bench.data / directory_of(split, bench.data));
    if (!examples) continue;
    const auto lesson = lesson_of_sentences(*examples);
    Tally tally;
    for (std::size_t seed = 1; seed <= bench.seeds; ++seed) {
      MeaningPlan plan;
      plan.adapt = bench.adapt;
      plan.seed = seed * 100;
      const auto began = thread_microseconds();
      const auto index = learn_meaning(lesson, *shared, plan);
      if (!index) return index.error();
      tally.learning_s += (thread_microseconds() - began) / 1e6;
      const auto& evidence = (*index)->evidence();
      surroundings.err << split << ": " << evidence.examples << " examples, "
                       << (evidence.adapted ? "adapted" : "not adapted") << ", own accuracy " << evidence.accuracy
                       << ", coverage " << evidence.coverage << ", " << evidence.memory_bytes / 1024 << " KiB\n";
      ask(**index, *questions, tally);
      if (!strangers) continue;
      for (const auto& stranger : *strangers) {
        const auto judgement = (*index)->judge(normalise(stranger.text), 1);
        for (const auto& [name, care] : kTargets)
          tally.strangers[name].count(passes(judgement, evidence.gates[static_cast<std::size_t>(care)]));
      }
    }
    results.add("router.accuracy." + split, tally.accuracy);
    for (const auto& [name, care] : kTargets) {
      results.add("router.coverage." + name + "." + split, tally.coverage[name]);
      results.add("router.precision_got." + name + "." + split, tally.precision[name]);
      results.add("router.guarded." + name + "." + split, tally.guarded[name]);
      if (strangers) results.add("router.oos_answered." + name + "." + split, tally.strangers[name]);
    }
    results.add("router.latency_us.p50." + split, percentile(tally.microseconds, 0.5), "us", tally.microseconds.size());
    results.add("router.latency_us.p95." + split, percentile(tally.microseconds, 0.95), "us",
                tally.microseconds.size());
    results.add("router.learn_s." + split, tally.learning_s / static_cast<double>(bench.seeds), "s", bench.seeds);
    if (bench.plain && split != "full") add_plain_matchers(results, split, *examples, *questions, strangers, *shared);
  }
  return results;
}

}  // namespace parley::commands
