// SPDX-License-Identifier: Apache-2.0
// The binary: one command each. Exit 0 on success, 2 on wrong use, 1 otherwise.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>

#include "build_stamp.hpp"
#include "parley/commands/commands.hpp"
#include "parley/config/load_settings.hpp"
#include "parley/speech/flite.hpp"
#include "parley/speech/pocketsphinx.hpp"
#include "server.hpp"

namespace {

using namespace parley;

struct Command {
  std::string_view name;
  std::string_view does;
  int (*run)(const commands::Arguments&, const commands::Surroundings&);
};

constexpr std::array<Command, 8> kCommands{{
    {"call", "play a caller: ask, listen, measure", &commands::call},
    {"bench", "measure: commands | gap | load", &commands::bench},
    {"doctor", "each link of the chain with its state and what mends it", &commands::doctor},
    {"config", "check | print | reference: the settings", &commands::config},
    {"patterns", "explain: what the router makes of a sentence, and why", &commands::patterns},
    {"knowledge", "import | list | remove: what an organization has written down", &commands::knowledge},
    {"migrate", "bring the schema of the database up to this binary", &commands::migrate},
    {"seed", "organizations of files into the database", &commands::seed},
}};

int serve_command(const std::string& config) {
  const auto path = config.empty() ? std::nullopt : std::optional<std::string>(config);
  const auto loaded = load_settings(path, process_environment());
  for (const auto& fault : loaded.faults) std::cerr << "parley: " << to_string(fault) << '\n';
  if (!loaded.faults.empty()) return 1;
  return serve(loaded.settings);
}

int run(int argc, char** argv) {
  if (argc > 1) {
    const auto command =
        std::find_if(kCommands.begin(), kCommands.end(), [&](const Command& one) { return one.name == argv[1]; });
    if (command != kCommands.end()) {
      commands::Surroundings surroundings{std::cout, std::cerr, [] { return create_flite({}, Log()); }};
      surroundings.create_ear = [](const std::filesystem::path& models) {
        PocketSphinxSettings ear;
        ear.models_dir = models;
        ear.threads = 1;
        ear.backlog = std::chrono::minutes(2);
        return create_pocketsphinx(ear, Log());
      };
      return command->run(commands::Arguments(argv + 2, argv + argc), surroundings);
    }
  }
  CLI::App app{"Parley: a real-time voice agent server"};
  const auto build = build_stamp();
  app.set_version_flag("--version", "parley " + build.version + " (" + build.commit + ")");
  app.require_subcommand(1);
  std::string config;
  auto* serving = app.add_subcommand("serve", "answer calls until SIGTERM");
  serving->add_option("--config", config, "settings file (YAML)")->envname("PARLEY_CONFIG");
  for (const auto& command : kCommands) {
    app.add_subcommand(std::string(command.name), std::string(command.does));
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  return serve_command(config);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "parley: " << error.what() << '\n';
    return 1;
  }
}
