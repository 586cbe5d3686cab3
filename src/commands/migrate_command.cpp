// SPDX-License-Identifier: Apache-2.0
// parley migrate: brings the schema of the database up to this binary, as the role that owns it.
#include <nlohmann/json.hpp>
#include <ostream>

#include "command_line.hpp"
#include "parley/config/load_settings.hpp"
#include "parley/database/database.hpp"
#include "parley/database/migrations.hpp"

namespace parley::commands {
namespace {

using Json = nlohmann::ordered_json;

int fail(const std::string& why, bool json, const Surroundings& surroundings) {
  if (json) surroundings.out << Json{{"ok", false}, {"error", why}}.dump(2) << '\n';
  surroundings.err << "parley migrate: " << why << '\n';
  return kFailed;
}

void tell(const MigrationReport& report, bool dry_run, const std::string& role, const Surroundings& surroundings) {
  for (const auto& name : report.applied) surroundings.out << (dry_run ? "would apply " : "applied ") << name << '\n';
  if (report.applied.empty()) surroundings.out << "nothing to apply\n";
  surroundings.out << "schema " << report.version << " of " << migrations().size();
  if (!dry_run) surroundings.out << "; the role " << role << " may serve";
  surroundings.out << '\n';
}

}  // namespace

int migrate(const Arguments& arguments, const Surroundings& surroundings) {
  CLI::App line("Brings the schema of the database up to this binary.", "parley migrate");
  std::string path;
  bool json = false;
  bool dry_run = false;
  line.add_option("--config", path, "settings file (YAML)")->envname("PARLEY_CONFIG");
  line.add_flag("--dry-run", dry_run, "say what would be applied and change nothing");
  line.add_flag("--json", json);
  if (const auto code = read_arguments(line, arguments, surroundings)) return *code;
  const auto loaded =
      load_settings(path.empty() ? std::nullopt : std::optional<std::string>(path), process_environment());
  for (const auto& fault : loaded.faults) surroundings.err << to_string(fault) << '\n';
  if (!loaded.faults.empty()) return kFailed;

  const auto& owner_url = loaded.settings.migration_database_url.value;
  if (owner_url.empty()) {
    return fail(
        "set PARLEY_MIGRATION_DATABASE_URL (or migration_database_url) to postgresql://OWNER@HOST/DATABASE, "
        "the role that owns the schema",
        json, surroundings);
  }
  const auto named = role_of_database_url(loaded.settings.database.url.value);
  const auto role = named.empty() ? std::string("parley") : named;
  const auto report = parley::migrate(owner_url, role, dry_run);
  if (!report) return fail(report.error().message, json, surroundings);
  if (json) {
    const Json answer{{"ok", true},
                      {"dry_run", dry_run},
                      {"applied", report->applied},
                      {"version", report->version},
                      {"known", migrations().size()},
                      {"serving_role", role}};
    surroundings.out << answer.dump(2) << '\n';
  } else {
    tell(*report, dry_run, role, surroundings);
  }
  return kDone;
}

}  // namespace parley::commands
