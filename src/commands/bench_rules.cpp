// SPDX-License-Identifier: Apache-2.0
// parley bench rules: layers 0 and 1a over a thousand and ten thousand examples, asked cleanly and with typos.
#include <ctime>
#include <optional>

#include "bench_command.hpp"
#include "intent_sentences.hpp"
#include "parley/router/intent_router.hpp"
#include "typing_slips.hpp"

namespace parley::commands {
namespace {

constexpr unsigned kSeed = 20261122;

struct Query {
  std::string text;
  std::string intent;
  bool own = false;  // made of one of the organization's examples
};

double cpu_microseconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

// The test sentences as they are and with slips, and the organization's own examples with slips: callers who nearly say
// what is known.
std::vector<Query> queries_of(const std::vector<IntentSentence>& test, const Organization& organization,
                              std::size_t most) {
  std::mt19937 random(kSeed);
  std::vector<Query> queries;
  std::vector<IntentSentence> own;
  for (const auto& pattern : organization.patterns)
    for (const auto& example : pattern.examples) own.push_back({example, pattern.key});
  std::shuffle(own.begin(), own.end(), random);
  own.resize(std::min(own.size(), most));
  for (std::size_t at = 0; at < std::min(test.size(), most); ++at) {
    queries.push_back({test[at].text, test[at].intent});
    queries.push_back({with_slips(test[at].text, random), test[at].intent});
  }
  for (const auto& [text, intent] : own) queries.push_back({with_slips(text, random), intent, true});
  return queries;
}

struct Figures {
  std::vector<double> spent_us;
  Share kept;       // of the typos that comparing with every phrase finds
  Share precision;  // of the typos that were answered
  Share of_others;  // the same of the test sentences alone
  Share fired;      // of the queries
};

Figures measure(const IntentRouter& router, const IntentRouter& thorough, const std::vector<Query>& queries) {
  Figures figures;
  for (const auto& [text, intent, own] : queries) {
    const RouteQuery query{text};
    const auto began = cpu_microseconds();
    const auto decision = router.route(query);
    figures.spent_us.push_back(cpu_microseconds() - began);
    const bool typo = decision.method == RouteMethod::typo;
    figures.fired.count(typo);
    if (typo) figures.precision.count(decision.pattern == intent);
    if (typo && !own) figures.of_others.count(decision.pattern == intent);
    const auto wanted = thorough.route(query);
    if (wanted.method == RouteMethod::typo) figures.kept.count(decision == wanted);
  }
  return figures;
}

}  // namespace

Result<BenchResults> bench_rules(const RulesBench& bench) {
  auto train = read_intent_sentences(bench.data / "train");
  if (!train) return train.error();
  if (auto full = read_intent_sentences(bench.data / "train_full")) train = std::move(full);
  auto test = read_intent_sentences(bench.data / "test");
  if (!test) return test.error();
  std::shuffle(test->begin(), test->end(), std::mt19937(kSeed));

  BenchResults results("rules");
  for (const std::size_t size : {1000U, 10000U}) {
    const auto organization = organization_of(*train, size, kSeed);
    const auto router = create_rule_router(organization);
    RouterLimits every;
    every.typo_shortlist = 0;
    const auto thorough = create_rule_router(organization, every);
    if (!router) return router.error();
    if (!thorough) return thorough.error();
    std::size_t examples = 0;
    for (const auto& pattern : organization.patterns) examples += pattern.examples.size();
    const auto figures = measure(**router, **thorough, queries_of(*test, organization, bench.queries));
    const auto suffix = "." + std::to_string(size);
    results.add("rules.examples" + suffix, static_cast<double>(examples), "examples", organization.patterns.size());
    results.add("rules.latency_us.p50" + suffix, percentile(figures.spent_us, 0.50), "us", figures.spent_us.size());
    results.add("rules.latency_us.p95" + suffix, percentile(figures.spent_us, 0.95), "us", figures.spent_us.size());
    results.add("rules.latency_us.p99" + suffix, percentile(figures.spent_us, 0.99), "us", figures.spent_us.size());
    results.add("rules.shortlist_kept" + suffix, figures.kept);
    results.add("rules.typo_precision" + suffix, figures.precision);
    results.add("rules.typo_precision_of_others" + suffix, figures.of_others);
    results.add("rules.typo_fired" + suffix, figures.fired);
  }
  return results;
}

}  // namespace parley::commands
