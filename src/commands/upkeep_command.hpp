// SPDX-License-Identifier: Apache-2.0
// parley patterns bootstrap | inspect | clean | reset-stats: of one organization or of all.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>

#include "parley/commands/commands.hpp"

namespace parley::commands {

struct UpkeepWish {
  enum class Act { none, bootstrap, inspect, clean, reset_stats };

  Act act = Act::none;
  std::string config;
  std::string organization;
  bool all = false;
  std::string typed;      // in place of what is asked for on standard input
  std::string templates;  // file or name of a domain template
  bool dry_run = false;
  bool json = false;
};

// The subcommands; after parsing `wish` says which one was named.
void add_upkeep(CLI::App& line, UpkeepWish& wish);
int upkeep(const UpkeepWish& wish, const Surroundings& surroundings);

}  // namespace parley::commands
