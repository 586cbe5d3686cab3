// SPDX-License-Identifier: Apache-2.0
// The binary: one command each. Exit 0 on success, 2 on wrong use, 1 otherwise.
#include <CLI/CLI.hpp>
#include <iostream>
#include <optional>
#include <string>

#include "build_stamp.hpp"
#include "parley/config/load_settings.hpp"
#include "server.hpp"

int main(int argc, char** argv) {
  CLI::App app{"Parley: a real-time voice agent server"};
  const auto build = parley::build_stamp();
  app.set_version_flag("--version", "parley " + build.version + " (" + build.commit + ")");
  app.require_subcommand(1);
  std::string config;
  app.add_option("--config", config, "settings file (YAML)")->envname("PARLEY_CONFIG");
  auto* serve = app.add_subcommand("serve", "answer calls until SIGTERM");
  serve->fallthrough();
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    return code == 0 ? 0 : 2;
  }
  const auto path = config.empty() ? std::nullopt : std::optional<std::string>(config);
  const auto loaded = parley::load_settings(path, parley::process_environment());
  for (const auto& fault : loaded.faults) std::cerr << "parley: " << to_string(fault) << '\n';
  if (!loaded.faults.empty()) return 1;
  return parley::serve(loaded.settings);
}
