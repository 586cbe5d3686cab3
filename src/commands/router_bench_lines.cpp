// SPDX-License-Identifier: Apache-2.0
#include "router_benches.hpp"

namespace parley::commands {
namespace {

constexpr const char* kModels = ".parley/models";

void add_models(CLI::App& line, std::filesystem::path& models) {
  models = kModels;
  line.add_option("--models", models, "directory of the encoder's weights")->envname("PARLEY_MODELS_DIR");
}

void add_data(CLI::App& line, std::filesystem::path& data) {
  line.add_option("--data", data, "directory with {train…,valid,test}/{seq.in,label}")
      ->required()
      ->check(CLI::ExistingDirectory);
}

}  // namespace

void RouterBenchLines::add_to(CLI::App& line) {
  routing_ = line.add_subcommand("router", "answers by meaning: right, wrong, left alone, and what they cost");
  add_data(*routing_, router_.data);
  add_models(*routing_, router_.models);
  routing_->add_option("--split", router_.splits, "10shot, 5shot, full");
  routing_->add_option("--ask", router_.asked, "test, or valid to choose by")->check(CLI::IsMember({"test", "valid"}));
  routing_->add_option("--seeds", router_.seeds, "of the adaptation; figures are means")->check(CLI::Range(1, 100));
  routing_->add_flag("!--no-adapt", router_.adapt, "without tuning the encoder's last layer");
  routing_->add_flag("--plain", router_.plain, "plain cosine and token-set ratio besides");
  estranging_ = line.add_subcommand("strangers", "questions near to the patterns that no pattern is for");
  add_data(*estranging_, strangers_.data);
  add_models(*estranging_, strangers_.models);
  estranging_->add_option("--ask", strangers_.asked)->check(CLI::IsMember({"test", "valid"}));
  estranging_->add_option("--withheld", strangers_.withheld, "intents")->check(CLI::Range(2, 1000));
  estranging_->add_option("--draws", strangers_.draws)->check(CLI::Range(1, 100));
  templating_ = line.add_subcommand("templates", "the domain templates, asked in other words");
  templates_.domains = "config/domains";
  templates_.questions = "tests/router/domains";
  templating_->add_option("--domains", templates_.domains)->check(CLI::ExistingDirectory);
  templating_->add_option("--questions", templates_.questions)->check(CLI::ExistingDirectory);
  add_models(*templating_, templates_.models);
  templating_->add_flag("--trials", templates_.trials, "print src/meaning/template_trials.inc in place of figures");
  templating_->add_flag("--heard", templates_.heard, "with --trials: those of transcripts");
  refitting_ = line.add_subcommand("refit", "what learning an organization's examples costs and holds");
  add_data(*refitting_, refit_.data);
  add_models(*refitting_, refit_.models);
  refitting_->add_option("--examples", refit_.sizes);
  refitting_->add_option("--organizations", refit_.organizations, "small ones held at once");
  speaking_ = line.add_subcommand("spoken", "questions as the embedded recogniser hears them, beside their text");
  add_data(*speaking_, spoken_.data);
  add_models(*speaking_, spoken_.models);
  speaking_->add_option("--spoken", spoken_.spoken, "directory that scripts/make_spoken filled");
  speaking_->add_option("--transcripts", spoken_.transcripts, "what was heard: read when there, else written");
  speaking_->add_flag("--errors", spoken_.errors,
                      "print rows of src/meaning/transcript_errors.inc in place of figures");
}

bool RouterBenchLines::parsed() const {
  return routing_->parsed() || estranging_->parsed() || templating_->parsed() || refitting_->parsed() ||
         speaking_->parsed();
}

Result<BenchResults> RouterBenchLines::run(const Surroundings& surroundings) {
  if (estranging_->parsed()) return bench_strangers(strangers_, surroundings);
  if (templating_->parsed()) return bench_templates(templates_, surroundings);
  if (refitting_->parsed()) return bench_refit(refit_, surroundings);
  if (speaking_->parsed()) return bench_spoken(spoken_, surroundings);
  return bench_router(router_, surroundings);
}

}  // namespace parley::commands
