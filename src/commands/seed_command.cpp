// SPDX-License-Identifier: Apache-2.0
// parley seed: organizations of YAML files into the database. Doing it again changes nothing.
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <nlohmann/json.hpp>
#include <ostream>

#include "command_line.hpp"
#include "parley/async/event_loops.hpp"
#include "parley/config/load_organizations.hpp"
#include "parley/config/load_settings.hpp"
#include "parley/dialogue/reply_text.hpp"
#include "parley/router/intent_router.hpp"
#include "seeding.hpp"
#include "unread_meters.hpp"

namespace parley::commands {
namespace {

using Json = nlohmann::ordered_json;

// Long enough for the largest definition on a slow disk.
constexpr std::chrono::seconds kDeadline{60};

// What the files hold, or everything that is wrong with them: format, templates, rules.
struct Files {
  std::vector<Organization> organizations;
  std::vector<std::string> faults;
};

Files read_files(const std::string& directory, const std::vector<std::string>& voices) {
  auto loaded = load_organizations(directory, voices);
  Files files;
  for (const auto& fault : loaded.faults) files.faults.push_back(to_string(fault));
  for (const auto& one : loaded.organizations) {
    const auto place = directory + ": organization '" + one.key.value + "': ";
    for (const auto& fault : check_templates(one)) files.faults.push_back(place + fault);
    if (const auto router = create_rule_router(one); !router) files.faults.push_back(place + router.error().message);
  }
  files.organizations = std::move(loaded.organizations);
  return files;
}

std::vector<SeedStep> run_seed(const std::string& url, const std::vector<Organization>& organizations, SeedWish wish) {
  UnreadMeters meters;
  const auto clock = create_system_clock();
  EventLoop loop("seed", Scheduling::normal);
  const auto database = Database::create({url, 1, 8, kDeadline}, Log(), meters);
  const auto store = OrganizationStore::create(*database, *clock);
  auto steps = asio::co_spawn(loop.executor(), seed_organizations(*store, organizations, wish), asio::use_future).get();
  loop.stop();
  return steps;
}

std::string sentence(const SeedStep& step, const Organization& organization, bool dry_run) {
  const auto contents = std::to_string(organization.numbers.size()) + " number(s), " +
                        std::to_string(organization.patterns.size()) + " pattern(s)";
  switch (step.did) {
    case Seeded::created:
      return (dry_run ? "would create " : "created ") + step.key.value + ": " + contents;
    case Seeded::replaced:
      return (dry_run ? "would replace " : "replaced ") + step.key.value + ": " + contents;
    case Seeded::same:
      return step.key.value + " is as in its file";
    case Seeded::kept:
      return "kept " + step.key.value + ": the database holds something else than its file; --replace overwrites it";
  }
  return {};
}

int report(const std::vector<SeedStep>& steps, const std::vector<Organization>& organizations, bool dry_run, bool json,
           const Surroundings& surroundings) {
  Json answer{{"ok", true}, {"dry_run", dry_run}, {"organizations", Json::array()}, {"faults", Json::array()}};
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const auto& step = steps[i];
    if (!step.problem.empty()) {
      answer["ok"] = false;
      answer["faults"].push_back(step.key.value + ": " + step.problem);
      if (!json) surroundings.err << step.key.value << ": " << step.problem << '\n';
      continue;
    }
    answer["organizations"].push_back(Json{{"key", step.key.value}, {"did", to_string(step.did)}});
    if (!json) surroundings.out << sentence(step, organizations[i], dry_run) << '\n';
  }
  if (json) surroundings.out << answer.dump(2) << '\n';
  return answer["ok"].get<bool>() ? kDone : kFailed;
}

int refuse(const std::vector<std::string>& faults, bool json, const Surroundings& surroundings) {
  if (json) {
    surroundings.out << Json{{"ok", false}, {"organizations", Json::array()}, {"faults", faults}}.dump(2) << '\n';
  } else {
    for (const auto& fault : faults) surroundings.err << fault << '\n';
    surroundings.err << "nothing was written\n";
  }
  return kFailed;
}

}  // namespace

int seed(const Arguments& arguments, const Surroundings& surroundings) {
  CLI::App line("Puts organizations of YAML files into the database. Those that are there stay as they are.",
                "parley seed");
  std::string path;
  std::string directory;
  SeedWish wish;
  bool json = false;
  line.add_option("--config", path, "settings file (YAML)")->envname("PARLEY_CONFIG");
  line.add_option("--dir", directory, "one YAML file an organization; default: organizations_dir of the settings");
  line.add_flag("--replace", wish.replace, "organizations that are there become those of the files");
  line.add_flag("--dry-run", wish.dry_run, "say what would be done");
  line.add_flag("--json", json);
  if (const auto code = read_arguments(line, arguments, surroundings)) return *code;
  const auto loaded =
      load_settings(path.empty() ? std::nullopt : std::optional<std::string>(path), process_environment());
  std::vector<std::string> faults;
  for (const auto& fault : loaded.faults) faults.push_back(to_string(fault));
  if (!faults.empty()) return refuse(faults, json, surroundings);
  const auto& url = loaded.settings.database.url.value;
  if (url.empty()) return refuse({"no database: set database.url or PARLEY_DATABASE_URL"}, json, surroundings);
  if (const auto wrong = check_database_url(url)) return refuse({"database.url: " + *wrong}, json, surroundings);
  const auto voice = surroundings.create_voice();
  auto files = read_files(directory.empty() ? loaded.settings.organizations_dir : directory,
                          voice ? voice->voices() : std::vector<std::string>{});
  if (!files.faults.empty()) return refuse(files.faults, json, surroundings);
  const auto steps = run_seed(url, files.organizations, wish);
  return report(steps, files.organizations, wish.dry_run, json, surroundings);
}

}  // namespace parley::commands
