// SPDX-License-Identifier: Apache-2.0
#include "learning_benches.hpp"

namespace parley::commands {

void LearningBenchLines::add_to(CLI::App& line) {
  learning_ = line.add_subcommand("month", "a month of questions to a router that learns: saved, right, wrong, paid");
  learning_->add_option("--data", month_.data, "directory with fewshot/{CLINC150,BANKING77} and clinc150/domains.json")
      ->required()
      ->check(CLI::ExistingDirectory);
  month_.models = ".parley/models";
  learning_->add_option("--models", month_.models, "directory of the encoder's weights")->envname("PARLEY_MODELS_DIR");
  learning_->add_option("--seeds", month_.seeds)->check(CLI::Range(1, 100));
  learning_->add_option("--first-seed", month_.first_seed);
  learning_->add_option("--utterances", month_.month.utterances)->check(CLI::Range(500, 20000));
  learning_->add_option("--zipf", month_.month.zipf, "power of Zipf's law")->check(CLI::Range(0.0, 3.0));
  learning_->add_option("--model-errors", month_.run.wrong, "share of its answers")->check(CLI::Range(0.0, 0.5));
  learning_->add_option("--svg", month_.svg, "write the plot to this file");
  poisoning_ = line.add_subcommand("poison", "how soon a wrong answer that was learned is switched off");
  poisoning_->add_option("--runs", poison_.runs)->check(CLI::Range(1, 100000));
  poisoning_->add_option("--first-seed", poison_.first_seed);
}

bool LearningBenchLines::parsed() const { return learning_->parsed() || poisoning_->parsed(); }

Result<BenchResults> LearningBenchLines::run(const Surroundings& surroundings) {
  if (poisoning_->parsed()) return bench_poison(poison_, surroundings);
  return bench_month(month_, surroundings);
}

}  // namespace parley::commands
