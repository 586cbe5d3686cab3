// SPDX-License-Identifier: Apache-2.0
#include "bench_command.hpp"

#include <map>
#include <ostream>

#include "cache_benches.hpp"
#include "command_line.hpp"
#include "learning_benches.hpp"
#include "router_benches.hpp"

namespace parley::commands {

int bench(const Arguments& arguments, const Surroundings& surroundings) {
  CLI::App line("Measures; each benchmark starts a server of its own with the shipped settings.", "parley bench");
  bool json = false;
  OrderBench orders;
  GapBench gap;
  LossBench loss;
  LoadBench load;
  InterruptionBench interruptions;
  InterjectionBench interjections;
  DigitBench digits;
  WordingBench wordings;
  ForeignBench foreign;
  line.require_subcommand(1);
  auto* ordering = line.add_subcommand("commands", "how well spoken orders are heard");
  ordering->add_option("--data", orders.data, "directory with label.json, wav/, domain.yaml, examples.csv, kitchen.wav")
      ->required()
      ->check(CLI::ExistingDirectory);
  ordering->add_flag("--slots", orders.slots, "a figure for every slot besides");
  ordering->add_option("--concurrency", orders.concurrency, "calls at a time")->check(CLI::Range(1, 100));
  ordering->add_option("--noise-db", orders.noise_db, "once more with kitchen noise at this ratio")
      ->check(CLI::Range(-10.0, 60.0));
  ordering->add_option("--details", orders.details, "write one JSON line for every order to this file");
  auto* answering = line.add_subcommand("gap", "from the end of the caller's speech to the agent's");
  answering->add_option("--turns", gap.turns)->check(CLI::Range(1, 10000));
  const std::map<std::string, peer::CallerTransport> doors{{"sip", peer::CallerTransport::sip},
                                                           {"sip-tcp", peer::CallerTransport::sip_tcp},
                                                           {"twilio", peer::CallerTransport::twilio},
                                                           {"browser", peer::CallerTransport::browser}};
  answering->add_option("--transport", gap.transport, "sip, sip-tcp, twilio or browser")
      ->transform(CLI::CheckedTransformer(doors))
      ->option_text("DOOR");
  auto* losing = line.add_subcommand("loss", "right answers through a network that loses and delays RTP");
  int jitter_ms = 60;
  losing->add_option("--loss", loss.loss_percent, "percent of packets, each way")->check(CLI::Range(0.0, 100.0));
  losing->add_option("--jitter", jitter_ms, "milliseconds")->check(CLI::Range(0, 2000));
  losing->add_option("--turns", loss.turns, "questions, with and without")->check(CLI::Range(1, 10000));
  auto* loading = line.add_subcommand("load", "many calls at a time against one alone");
  loading->add_option("--calls", load.calls, "calls at a time")->check(CLI::Range(1, 190));
  loading->add_option("--seconds", load.seconds, "how long each call lasts, about")->check(CLI::Range(10, 3600));
  auto* interrupting =
      line.add_subcommand("interruptions", "from the onset of the caller's voice to the agent's silence");
  interrupting->add_option("--calls", interruptions.calls, "calls of ten interruptions each")
      ->check(CLI::Range(1, 100));
  auto* interjecting = line.add_subcommand("interjections", "coughs and laughs that should not stop the agent");
  interjecting->add_option("--data", interjections.data, "directory of WAV files (scripts/make_interjections)")
      ->required()
      ->check(CLI::ExistingDirectory);
  auto* counting = line.add_subcommand("digits", "telephone numbers with pauses; none may be cut off");
  counting->add_option("--data", digits.data, "directory of DIGIT_SPEAKER_TAKE.wav")
      ->required()
      ->check(CLI::ExistingDirectory);
  counting->add_option("--numbers", digits.numbers)->check(CLI::Range(1, 10000));
  auto* rewording = line.add_subcommand("wordings", "questions in other words and voices; right, wrong, asked again");
  rewording->add_option("--data", wordings.data, "directory with wordings.csv and its sounds (scripts/make_wordings)")
      ->required()
      ->check(CLI::ExistingDirectory);
  rewording->add_option("--concurrency", wordings.concurrency, "calls at a time")->check(CLI::Range(1, 100));
  auto* estranging = line.add_subcommand("foreign", "speech of another world; how much of it is answered");
  estranging->add_option("--data", foreign.data, "directory of WAV files, or with them in wav/")
      ->required()
      ->check(CLI::ExistingDirectory);
  estranging->add_option("--concurrency", foreign.concurrency, "calls at a time")->check(CLI::Range(1, 100));
  RulesBench rules;
  auto* ruling = line.add_subcommand("rules", "what the first layers of the router cost, and what they make of typos");
  ruling->add_option("--data", rules.data, "directory with {train,test}/{seq.in,label}")
      ->required()
      ->check(CLI::ExistingDirectory);
  ruling->add_option("--queries", rules.queries, "of each kind")->check(CLI::Range(1, 100000));
  ArchiveBench archive;
  auto* archiving = line.add_subcommand("archive", "list, search and detail over many calls in the database");
  archiving->add_option("--database-url", archive.database_url, "scratch database that may be filled")
      ->envname("PARLEY_DATABASE_URL")
      ->required();
  archiving->add_option("--owner-url", archive.owner_url, "its owner, for ANALYZE after filling")
      ->envname("PARLEY_MIGRATION_DATABASE_URL");
  archiving->add_option("--calls", archive.calls)->check(CLI::Range(1000, 10000000));
  archiving->add_option("--queries", archive.queries, "of each kind")->check(CLI::Range(1, 100000));
  EncoderBench encoder;
  encoder.models = ".parley/models";
  auto* encoding = line.add_subcommand("encoder", "the sentence encoder against published vectors, and its times");
  encoding->add_option("--data", encoder.reference, "reference vectors, JSON")->check(CLI::ExistingFile);
  encoding->add_option("--sentences", encoder.sentences, "directory with seq.in files somewhere in it")
      ->check(CLI::ExistingDirectory);
  encoding->add_option("--count", encoder.count, "sentences to time")->check(CLI::Range(1, 1000000));
  encoding->add_option("--models", encoder.models, "directory of the weights")->envname("PARLEY_MODELS_DIR");
  KnowledgeBench written;
  written.data = "tests/language/knowledge";
  written.models = ".parley/models";
  auto* knowing = line.add_subcommand("knowledge", "what is answered from what is written down, and how often wrongly");
  knowing->add_option("--data", written.data, "directory of documents and questions")->check(CLI::ExistingDirectory);
  knowing->add_option("--models", written.models, "directory of the weights")->envname("PARLEY_MODELS_DIR");
  knowing->add_option("--database-url", written.database_url, "scratch database")
      ->envname("PARLEY_DATABASE_URL")
      ->required();
  RouterBenchLines router;
  router.add_to(line);
  LearningBenchLines learning;
  learning.add_to(line);
  CacheBenchLines caching;
  caching.add_to(line);
  for (auto* one : line.get_subcommands({})) one->add_flag("--json", json);
  if (const auto code = read_arguments(line, arguments, surroundings)) return *code;

  const auto run = [&]() -> Result<BenchResults> {
    if (router.parsed()) return router.run(surroundings);
    if (learning.parsed()) return learning.run(surroundings);
    if (caching.parsed()) return caching.run();
    if (encoding->parsed()) return bench_encoder(encoder, surroundings);
    if (ruling->parsed()) return bench_rules(rules);
    if (knowing->parsed()) return bench_knowledge(written);
    if (archiving->parsed()) return bench_archive(archive, surroundings);
    if (ordering->parsed()) return bench_orders(orders, surroundings);
    if (answering->parsed()) return bench_gap(gap, surroundings);
    loss.jitter = std::chrono::milliseconds(jitter_ms);
    if (losing->parsed()) return bench_loss(loss, surroundings);
    if (interrupting->parsed()) return bench_interruptions(interruptions, surroundings);
    if (interjecting->parsed()) return bench_interjections(interjections, surroundings);
    if (counting->parsed()) return bench_digits(digits, surroundings);
    if (rewording->parsed()) return bench_wordings(wordings, surroundings);
    if (estranging->parsed()) return bench_foreign(foreign, surroundings);
    return bench_load(load, surroundings);
  };
  const auto results = run();
  if (!results) {
    surroundings.err << "parley bench: " << results.error().message << '\n';
    return results.error().fault == Fault::invalid_input ? kWrongUse : kFailed;
  }
  if (results->empty()) return kDone;
  surroundings.out << (json ? results->to_json(machine_name()) + "\n" : results->to_text());
  return kDone;
}

}  // namespace parley::commands
