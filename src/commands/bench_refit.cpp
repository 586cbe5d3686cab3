// SPDX-License-Identifier: Apache-2.0
#include <malloc.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <ostream>

#include "parley/router/normalise.hpp"
#include "router_benches.hpp"
#include "thread_time.hpp"

namespace parley::commands {
namespace {

constexpr std::size_t kSmall = 10;  // patterns of a small organization, and examples of each

// `count` sentences: those that there are, then the same with words around them.
std::vector<IntentSentence> sentences_of(const std::vector<IntentSentence>& known, std::size_t count) {
  static constexpr const char* kAround[] = {"please",         "today",   "for me",         "right now", "if you can",
                                            "one more thing", "quickly", "my friend asks", "again",     "as we said"};
  std::vector<IntentSentence> all;
  all.reserve(count);
  // Every intent keeps its share.
  if (count <= known.size())
    for (std::size_t at = 0; at < count; ++at) all.push_back(known[at * known.size() / count]);
  for (std::size_t at = 0; all.size() < count; ++at) {
    const auto& from = known[at % known.size()];
    const auto round = at / known.size();
    all.push_back({round == 0 ? from.text : std::string(kAround[round % 10]) + " " + from.text, from.intent});
  }
  return all;
}

double resident_mib() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("VmRSS:")) return std::stod(line.substr(6)) / 1024;
  return 0;
}

// Ten patterns of ten examples.
MeaningLesson small_lesson(const std::vector<IntentSentence>& known) {
  std::map<std::string, std::vector<IntentSentence>> by_intent;
  for (const auto& sentence : known) {
    auto& some = by_intent[sentence.intent];
    if (some.size() < kSmall) some.push_back(sentence);
  }
  std::vector<IntentSentence> chosen;
  for (const auto& [intent, some] : by_intent)
    if (chosen.size() < kSmall * kSmall) chosen.insert(chosen.end(), some.begin(), some.end());
  return lesson_of_sentences(chosen);
}

// Before anything else has stretched the heap.
Result<void> measure_small(const std::vector<IntentSentence>& known, const SharedEmbedder& shared, std::size_t count,
                           BenchResults& results) {
  const auto lesson = small_lesson(known);
  std::vector<std::shared_ptr<const MeaningIndex>> held;
  auto learn = [&](std::uint64_t seed) {
    MeaningPlan plan;
    plan.seed = seed;
    return learn_meaning(lesson, shared, plan);
  };
  if (auto first = learn(0); !first) return first.error();
  ::malloc_trim(0);
  const auto before = resident_mib();
  for (std::size_t at = 1; at <= count; ++at) {
    auto index = learn(at);
    if (!index) return index.error();
    held.push_back(std::move(*index));
  }
  ::malloc_trim(0);
  const auto each = (resident_mib() - before) / static_cast<double>(std::max<std::size_t>(count, 1));
  results.add("refit.small_resident_kib", each * 1024, "KiB", count);
  results.add("refit.small_10000_gib", each * 10000 / 1024, "GiB", count);
  Share adapted;
  for (const auto& index : held) adapted.count(index->evidence().adapted);
  results.add("refit.small_adapted", adapted);
  return {};
}

}  // namespace

Result<BenchResults> bench_refit(const RefitBench& bench, const Surroundings& surroundings) {
  auto shared = open_embedder(bench.models, surroundings.err);
  if (!shared) return shared.error();
  const auto known = read_intent_sentences(bench.data / "train");
  if (!known) return known.error();
  BenchResults results("refit");
  if (auto measured = measure_small(*known, *shared, bench.organizations, results); !measured) return measured.error();
  for (const auto size : bench.sizes) {
    const auto lesson = lesson_of_sentences(sentences_of(*known, size));
    for (const bool adapt : {false, true}) {
      MeaningPlan plan;
      plan.adapt = plan.hear = adapt;
      if (adapt && size > plan.most_adapted) continue;
      const auto began = thread_microseconds();
      const auto index = learn_meaning(lesson, *shared, plan);
      const auto spent = (thread_microseconds() - began) / 1e6;
      if (!index) return index.error();
      const auto suffix = std::to_string(size) + (adapt ? ".adapted" : "");
      results.add("refit.cpu_s." + suffix, spent, "s", 1);
      results.add("refit.memory_kib." + suffix, static_cast<double>((*index)->evidence().memory_bytes) / 1024, "KiB",
                  1);
      std::vector<double> times;
      for (std::size_t at = 0; at < 2000; ++at) {
        const auto words = normalise((*known)[at * 7 % known->size()].text);
        const auto asked = thread_microseconds();
        const auto judgement = (*index)->judge(words, 1);
        times.push_back(thread_microseconds() - asked);
      }
      results.add("refit.judge_us.p95." + suffix, percentile(times, 0.95), "us", times.size());
    }
    surroundings.err << size << " examples done\n";
  }
  return results;
}

}  // namespace parley::commands
