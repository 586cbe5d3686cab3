// SPDX-License-Identifier: Apache-2.0
// parley config: check says everything that is wrong with the settings and organizations; print shows what holds;
// reference is the page about all of them.
#include <nlohmann/json.hpp>
#include <ostream>

#include "command_line.hpp"
#include "parley/config/load_organizations.hpp"
#include "parley/config/load_settings.hpp"

namespace parley::commands {
namespace {

using Json = nlohmann::ordered_json;

Json to_json(const SettingFault& fault) {
  return {{"source", fault.source}, {"key", fault.key}, {"given", fault.given}, {"expected", fault.expected}};
}
Json to_json(const OrganizationFault& fault) {
  return {{"source", fault.file + ":" + std::to_string(fault.line)}, {"message", fault.message}};
}

int check(const LoadedSettings& loaded, bool json, const Surroundings& surroundings) {
  // Organizations of a directory that is itself in doubt would only confuse.
  LoadedOrganizations organizations;
  if (loaded.faults.empty()) {
    const auto voice = surroundings.create_voice();
    organizations =
        load_organizations(loaded.settings.organizations_dir, voice ? voice->voices() : std::vector<std::string>{});
  }
  const auto faults = loaded.faults.size() + organizations.faults.size();
  if (json) {
    Json answer{
        {"ok", faults == 0}, {"organizations", Json::array()}, {"faults", Json::array()}, {"notices", loaded.notices}};
    for (const auto& one : organizations.organizations) answer["organizations"].push_back(one.key.value);
    for (const auto& fault : loaded.faults) answer["faults"].push_back(to_json(fault));
    for (const auto& fault : organizations.faults) answer["faults"].push_back(to_json(fault));
    surroundings.out << answer.dump(2) << '\n';
  } else {
    for (const auto& notice : loaded.notices) surroundings.err << "note: " << notice << '\n';
    for (const auto& fault : loaded.faults) surroundings.err << to_string(fault) << '\n';
    for (const auto& fault : organizations.faults) surroundings.err << to_string(fault) << '\n';
    if (faults == 0) {
      surroundings.out << "configuration is right: " << organizations.organizations.size() << " organization(s) in "
                       << loaded.settings.organizations_dir << '\n';
    } else {
      surroundings.err << faults << " fault(s); nothing starts with these\n";
    }
  }
  return faults == 0 ? kDone : kFailed;
}

int print(const LoadedSettings& loaded, const Surroundings& surroundings) {
  for (const auto& fault : loaded.faults) surroundings.err << to_string(fault) << '\n';
  if (!loaded.faults.empty()) return kFailed;
  surroundings.out << print_settings(loaded.settings);
  return kDone;
}

}  // namespace

int config(const Arguments& arguments, const Surroundings& surroundings) {
  CLI::App line("Checks or prints the settings that file and environment make together.", "parley config");
  std::string path;
  bool json = false;
  auto* checking = line.add_subcommand("check", "list every fault of settings and organizations");
  auto* printing = line.add_subcommand("print", "print every setting with its meaning; secrets are masked");
  auto* referring = line.add_subcommand("reference", "print docs/configuration.md: every setting that there is");
  line.require_subcommand(1);
  for (auto* command : {checking, printing}) {
    command->add_option("--config", path, "settings file (YAML)")->envname("PARLEY_CONFIG");
  }
  checking->add_flag("--json", json);
  if (const auto code = read_arguments(line, arguments, surroundings)) return *code;
  if (referring->parsed()) {
    surroundings.out << settings_reference();
    return kDone;
  }
  const auto loaded =
      load_settings(path.empty() ? std::nullopt : std::optional<std::string>(path), process_environment());
  return checking->parsed() ? check(loaded, json, surroundings) : print(loaded, surroundings);
}

}  // namespace parley::commands
