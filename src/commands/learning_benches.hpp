// SPDX-License-Identifier: Apache-2.0
// The benchmarks of learning: no server, no sound; the router and the rules of learning in front of a made-up model.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>

#include "bench_results.hpp"
#include "command_line.hpp"
#include "month_run.hpp"
#include "parley/commands/commands.hpp"
#include "parley/core/result.hpp"

namespace parley::commands {

// parley bench month: what an organization's router learns from a month of calls.
struct MonthBench {
  std::filesystem::path data;  // fewshot/{CLINC150,BANKING77}, clinc150/domains.json
  std::filesystem::path models;
  std::filesystem::path svg;  // the plot; empty: none
  std::size_t seeds = 5;
  std::uint64_t first_seed = 1;  // rules were tuned on 101 and up
  MonthPlan month;
  MonthRunPlan run;
};
Result<BenchResults> bench_month(const MonthBench& bench, const Surroundings& surroundings);

// parley bench poison: a pattern that answers wrongly, until its own signals switch it off; and right ones, which must
// stay.
struct PoisonBench {
  std::size_t runs = 100;
  std::uint64_t first_seed = 1;
};
Result<BenchResults> bench_poison(const PoisonBench& bench, const Surroundings& surroundings);

// Their command lines.
class LearningBenchLines {
 public:
  void add_to(CLI::App& line);
  bool parsed() const;
  Result<BenchResults> run(const Surroundings& surroundings);

 private:
  MonthBench month_;
  PoisonBench poison_;
  CLI::App* learning_ = nullptr;
  CLI::App* poisoning_ = nullptr;
};

}  // namespace parley::commands
