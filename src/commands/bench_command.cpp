// SPDX-License-Identifier: Apache-2.0
#include "bench_command.hpp"

#include <ostream>

#include "command_line.hpp"

namespace parley::commands {

int bench(const Arguments& arguments, const Surroundings& surroundings) {
  CLI::App line("Measures; each benchmark starts a server of its own with the shipped settings.", "parley bench");
  bool json = false;
  OrderBench orders;
  GapBench gap;
  LoadBench load;
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
  auto* loading = line.add_subcommand("load", "many calls at a time against one alone");
  loading->add_option("--calls", load.calls, "calls at a time")->check(CLI::Range(1, 190));
  loading->add_option("--seconds", load.seconds, "how long each call lasts, about")->check(CLI::Range(10, 3600));
  for (auto* one : {ordering, answering, loading}) one->add_flag("--json", json);
  if (const auto code = read_arguments(line, arguments, surroundings)) return *code;

  const auto results = ordering->parsed()    ? bench_orders(orders, surroundings)
                       : answering->parsed() ? bench_gap(gap, surroundings)
                                             : bench_load(load, surroundings);
  if (!results) {
    surroundings.err << "parley bench: " << results.error().message << '\n';
    return results.error().fault == Fault::invalid_input ? kWrongUse : kFailed;
  }
  surroundings.out << (json ? results->to_json(machine_name()) + "\n" : results->to_text());
  return kDone;
}

}  // namespace parley::commands
