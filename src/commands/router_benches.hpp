// SPDX-License-Identifier: Apache-2.0
// The benchmarks of the router's mind: no server, no sound, thread CPU time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "bench_results.hpp"
#include "command_line.hpp"
#include "intent_sentences.hpp"
#include "parley/commands/commands.hpp"
#include "parley/core/result.hpp"
#include "parley/meaning/meaning_index.hpp"

namespace parley::commands {

// parley bench router: answers from memory, right and wrong, by thresholds that the training examples alone give.
struct RouterBench {
  std::filesystem::path data;  // {train,train_10,train_5,train_full,valid,test}/{seq.in,label}, oos/{valid,test}
  std::filesystem::path models;
  std::vector<std::string> splits{"10shot", "5shot", "full"};
  std::string asked = "test";  // valid: for choosing hyper-parameters
  std::size_t seeds = 1;       // of the adaptation; figures are means
  bool adapt = true;
  bool plain = false;  // plain cosine at 0.75 and 0.92, and token-set ratio, besides
};
Result<BenchResults> bench_router(const RouterBench& bench, const Surroundings& surroundings);

// parley bench strangers: questions near to what the patterns are for, with intents withheld.
struct StrangerBench {
  std::filesystem::path data;
  std::filesystem::path models;
  std::string asked = "test";
  std::size_t withheld = 27;
  std::size_t draws = 5;
};
Result<BenchResults> bench_strangers(const StrangerBench& bench, const Surroundings& surroundings);

// parley bench templates: the shipped domain templates asked in other words.
struct TemplateBench {
  std::filesystem::path domains;    // DOMAIN.yaml
  std::filesystem::path questions;  // DOMAIN.csv: pattern,text; "-" for what no pattern answers
  std::filesystem::path models;
  bool trials = false;  // print what the templates show about margins in place of figures (template_trials.inc)
  bool heard = false;   // with trials: those of transcripts (heard_template_trials.inc)
};
Result<BenchResults> bench_templates(const TemplateBench& bench, const Surroundings& surroundings);

// parley bench refit: what learning costs by the number of examples, and what an organization holds.
struct RefitBench {
  std::filesystem::path data;
  std::filesystem::path models;
  std::vector<std::size_t> sizes{100, 1500, 10000, 100000};
  std::size_t organizations = 200;  // small ones held at once
};
Result<BenchResults> bench_refit(const RefitBench& bench, const Surroundings& surroundings);

// parley bench spoken: questions as the embedded recogniser hears them, beside their text.
struct SpokenBench {
  std::filesystem::path data;  // {train_10}/{seq.in,label}
  std::filesystem::path models;
  std::filesystem::path spoken;       // spoken.tsv and the sounds (scripts/make_spoken); needed to hear
  std::filesystem::path transcripts;  // there: read in place of hearing; else written after it; may be empty
  bool errors = false;                // print rows of src/meaning/transcript_errors.inc in place of figures
};
Result<BenchResults> bench_spoken(const SpokenBench& bench, const Surroundings& surroundings);

// Their command lines.
class RouterBenchLines {
 public:
  void add_to(CLI::App& line);
  bool parsed() const;
  Result<BenchResults> run(const Surroundings& surroundings);

 private:
  RouterBench router_;
  StrangerBench strangers_;
  TemplateBench templates_;
  RefitBench refit_;
  SpokenBench spoken_;
  CLI::App* routing_ = nullptr;
  CLI::App* estranging_ = nullptr;
  CLI::App* templating_ = nullptr;
  CLI::App* refitting_ = nullptr;
  CLI::App* speaking_ = nullptr;
};

// Shared by them.
Result<SharedEmbedder> open_embedder(const std::filesystem::path& models, std::ostream& err);
Organization organization_of_sentences(const std::vector<IntentSentence>& sentences);
MeaningLesson lesson_of_sentences(const std::vector<IntentSentence>& sentences);
// Of the winner by that gate, whatever its own care.
bool passes(const MeaningJudgement& judgement, const MeaningGate& gate);

}  // namespace parley::commands
