// SPDX-License-Identifier: Apache-2.0
#include <fstream>
#include <ostream>

#include "learning_benches.hpp"
#include "month_plot.hpp"
#include "remembered_embedder.hpp"
#include "router_benches.hpp"

namespace parley::commands {
namespace {

constexpr double kModelCallUsd = 0.01;
constexpr double kEmbeddingUsd = 0.0001;

void add(Share& to, const Share& from) {
  to.hits += from.hits;
  to.cases += from.cases;
}

void add(MonthWindow& to, const MonthWindow& from) {
  to.asked += from.asked;
  add(to.suppressed, from.suppressed);
  add(to.suppressed_answered, from.suppressed_answered);
  add(to.wrong, from.wrong);
  add(to.wrong_layer_2, from.wrong_layer_2);
  to.exact += from.exact;
  to.meaning += from.meaning;
  to.wrong_near += from.wrong_near;
  to.wrong_far += from.wrong_far;
  to.wrong_known += from.wrong_known;
  to.model_calls += from.model_calls;
  to.second_samples += from.second_samples;
  to.audits += from.audits;
  to.embeddings += from.embeddings;
  to.patterns = from.patterns;
  to.examples = from.examples;
  to.negatives = from.negatives;
  to.switched_off += from.switched_off;
  to.merged += from.merged;
  to.lessons += from.lessons;
  to.lesson_s += from.lesson_s;
}

MonthWindow sum(const std::vector<MonthWindow>& windows, std::size_t from) {
  MonthWindow all;
  for (std::size_t at = from; at < windows.size(); ++at) add(all, windows[at]);
  return all;
}

void print(const MonthWindow& window, std::uint64_t seed, std::size_t end, std::ostream& err) {
  err << "seed " << seed << " to " << end << ": suppressed " << window.suppressed.value() << ", of answered intents "
      << window.suppressed_answered.value() << ", wrong " << window.wrong.hits << " of " << window.wrong.cases
      << " (known " << window.wrong_known << ", near " << window.wrong_near << ", far " << window.wrong_far
      << "), exact " << window.exact << ", patterns " << window.patterns << ", examples " << window.examples
      << ", negatives " << window.negatives << ", model calls " << window.model_calls << " (second "
      << window.second_samples << ", audits " << window.audits << "), off " << window.switched_off << ", merged "
      << window.merged << ", lessons " << window.lessons << " in " << window.lesson_s << " s\n";
}

}  // namespace

Result<BenchResults> bench_month(const MonthBench& bench, const Surroundings& surroundings) {
  auto opened = open_embedder(bench.models, surroundings.err);
  if (!opened) return opened.error();
  const SharedEmbedder shared(std::make_shared<const RememberedEmbedder>(opened->embedder));
  const auto texts = read_month_texts(bench.data);
  if (!texts) return texts.error();
  std::vector<std::vector<MonthWindow>> runs;
  ConfidenceTally confidence;
  Share labels;
  for (std::size_t at = 0; at < bench.seeds; ++at) {
    const auto seed = bench.first_seed + at;
    const auto month = draw_month(*texts, bench.month, seed);
    MonthRun run(month, bench.run, shared, seed);
    const auto log = run.run();
    if (!log) return log.error();
    for (std::size_t window = 0; window < log->windows.size(); ++window)
      print(log->windows[window], seed, (window + 1) * bench.run.window, surroundings.err);
    runs.push_back(log->windows);
    add(labels, log->labels);
    add(confidence.sure, log->confidence.sure);
    add(confidence.unsure, log->confidence.unsure);
  }
  BenchResults results("month");
  MonthWindow last;
  MonthWindow all;
  for (std::size_t window = 0; !runs.empty() && window < runs.front().size(); ++window) {
    MonthWindow here;
    for (const auto& windows : runs)
      if (window < windows.size()) add(here, windows[window]);
    const auto suffix = "." + std::to_string((window + 1) * bench.run.window);
    results.add("month.suppressed" + suffix, here.suppressed);
    results.add("month.suppressed_answered" + suffix, here.suppressed_answered);
    results.add("month.wrong" + suffix, here.wrong);
  }
  for (const auto& windows : runs) {
    const auto thousand = std::min<std::size_t>(windows.size(), 1000 / bench.run.window);
    const auto seed_last = sum(windows, windows.size() - thousand);
    results.add("month.seed_suppressed_answered.last_1000", seed_last.suppressed_answered);
    results.add("month.seed_wrong.last_1000", seed_last.wrong);
    add(last, seed_last);
    add(all, sum(windows, 0));
  }
  results.add("month.suppressed.last_1000", last.suppressed);
  results.add("month.suppressed_answered.last_1000", last.suppressed_answered);
  results.add("month.wrong.last_1000", last.wrong);
  results.add("month.suppressed.all", all.suppressed);
  results.add("month.suppressed_answered.all", all.suppressed_answered);
  results.add("month.wrong.all", all.wrong);
  results.add("month.wrong_layer_2.all", all.wrong_layer_2);
  results.add("month.confident_right", confidence.sure);
  results.add("month.unconfident_right", confidence.unsure);
  results.add("month.examples_right", labels);
  const auto months = static_cast<double>(runs.size());
  const auto usd =
      (static_cast<double>(all.model_calls) * kModelCallUsd + static_cast<double>(all.embeddings) * kEmbeddingUsd) /
      months;
  const auto plain = static_cast<double>(all.asked) * kModelCallUsd / months;
  results.add("month.cost_usd", usd, "$", runs.size());
  results.add("month.cost_always_asking_usd", plain, "$", runs.size());
  results.add("month.model_calls", static_cast<double>(all.model_calls) / months, "calls", runs.size());
  results.add("month.second_samples", static_cast<double>(all.second_samples) / months, "calls", runs.size());
  results.add("month.audits", static_cast<double>(all.audits) / months, "calls", runs.size());
  results.add("month.switched_off", static_cast<double>(all.switched_off) / months, "patterns", runs.size());
  results.add("month.lessons", static_cast<double>(all.lessons) / months, "lessons", runs.size());
  results.add("month.lesson_cpu_s", all.lesson_s / months, "s", runs.size());
  if (!bench.svg.empty()) {
    std::ofstream file(bench.svg);
    file << month_plot(runs, bench.run.window);
    if (!file) return Error{Fault::unavailable, "cannot write " + bench.svg.string()};
  }
  return results;
}

}  // namespace parley::commands
