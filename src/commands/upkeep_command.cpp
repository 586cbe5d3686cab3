// SPDX-License-Identifier: Apache-2.0
#include "upkeep_command.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>

#include "command_line.hpp"
#include "parley/async/event_loops.hpp"
#include "parley/config/load_organizations.hpp"
#include "parley/config/load_settings.hpp"
#include "pattern_upkeep.hpp"
#include "unread_meters.hpp"

namespace parley::commands {
namespace {

using Json = nlohmann::ordered_json;
using Act = UpkeepWish::Act;

constexpr std::chrono::seconds kDeadline{60};

std::string_view name_of(Act act) {
  switch (act) {
    case Act::bootstrap:
      return "bootstrap";
    case Act::clean:
      return "clean";
    case Act::reset_stats:
      return "reset-stats";
    default:
      return "inspect";
  }
}

Json json_of(const Unlearned& rows) {
  return Json{{"candidates", rows.candidates},
              {"negatives", rows.negatives},
              {"answered_questions", rows.answered},
              {"audits", rows.audits},
              {"learned_patterns", rows.patterns}};
}

Json json_of(const Inspected& inspected) {
  Json answer{{"patterns", Json::array()}, {"learned", json_of(inspected.rows)}};
  for (const auto& [pattern, stats] : inspected.patterns) {
    answer["patterns"].push_back(Json{{"key", pattern.key},
                                      {"active", pattern.active},
                                      {"learned", stats.learned},
                                      {"examples", pattern.examples.size()},
                                      {"uses", stats.uses},
                                      {"success_rate", stats.success_rate},
                                      {"confidence", stats.confidence},
                                      {"audits", stats.audits},
                                      {"audits_right", stats.audits_right},
                                      {"switched_off_why", stats.switched_off_why},
                                      {"reply", pattern.reply}});
  }
  return answer;
}

Json json_of(const BootstrapDone& done) { return Json{{"added", done.added}, {"kept", done.kept}}; }
Json json_of(const CleanDone& done) { return Json{{"removed", done.removed}, {"learned", json_of(done.rows)}}; }
Json json_of(std::int64_t count) { return Json{{"reset", count}}; }

std::string counted(const Unlearned& rows) {
  return std::to_string(rows.candidates) + " candidate(s), " + std::to_string(rows.negatives) + " negative(s), " +
         std::to_string(rows.answered) + " answered question(s), " + std::to_string(rows.audits) + " audit(s)";
}

std::string text_of(const Inspected& inspected, bool) {
  std::string text;
  for (const auto& [pattern, stats] : inspected.patterns) {
    text += "  " + pattern.key + (pattern.active ? "" : " (off)") + (stats.learned ? ", learned" : "") + ": " +
            std::to_string(pattern.examples.size()) + " examples, " + std::to_string(stats.uses) + " uses, " +
            std::to_string(std::lround(stats.success_rate * 100)) + " % success";
    if (!stats.switched_off_why.empty()) text += "; " + stats.switched_off_why;
    text += "\n";
  }
  return text + "  " + counted(inspected.rows) + "\n";
}

std::string text_of(const BootstrapDone& done, bool dry) {
  std::string text = std::string(dry ? "  would add " : "  added ") + std::to_string(done.added.size()) + " pattern(s)";
  for (const auto& key : done.added) text += " " + key;
  return text + "; " + std::to_string(done.kept.size()) + " were there already\n";
}

std::string text_of(const CleanDone& done, bool dry) {
  std::string text =
      std::string(dry ? "  would remove " : "  removed ") + std::to_string(done.removed.size()) + " learned pattern(s)";
  for (const auto& key : done.removed) text += " " + key;
  return text + ", " + counted(done.rows) + "\n";
}

std::string text_of(std::int64_t count, bool dry) {
  return std::string(dry ? "  would reset" : "  reset") + " the figures of " + std::to_string(count) + " pattern(s)\n";
}

int refuse(const std::string& why, const UpkeepWish& wish, const Surroundings& surroundings, int code = kFailed) {
  if (wish.json) {
    surroundings.out << Json{{"ok", false}, {"fault", why}}.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
  } else {
    surroundings.err << why << '\n';
  }
  return code;
}

// A file, or the name of a template beside the shipped organizations.
Result<std::vector<Pattern>> read_template(const std::string& wanted) {
  std::filesystem::path file(wanted);
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(file, ignored)) file = "config/domains/" + wanted + ".yaml";
  std::ifstream stream(file);
  if (!stream) {
    return Error{Fault::not_found, "there is no " + file.string() +
                                       "; --from takes a YAML file or the name of a template in config/domains"};
  }
  const std::string yaml{std::istreambuf_iterator<char>(stream), {}};
  auto parsed = parse_organization(yaml, file.string());
  if (!parsed.faults.empty()) return Error{Fault::invalid_input, to_string(parsed.faults.front())};
  return std::move(parsed.organization.patterns);
}

// What must be typed before every organization is changed.
bool confirmed(const UpkeepWish& wish, std::size_t organizations, const Surroundings& surroundings) {
  const std::string wanted = std::string(name_of(wish.act)) + " " + std::to_string(organizations) + " organizations";
  if (!wish.typed.empty()) return wish.typed == wanted;
  surroundings.err << "This is for all organizations. Type \"" << wanted << "\" to go on: ";
  std::string line;
  std::getline(std::cin, line);
  return line == wanted;
}

class Upkeep {
 public:
  Upkeep(const std::string& url, const UpkeepWish& wish, const Surroundings& surroundings)
      : wish_(wish),
        surroundings_(surroundings),
        database_(Database::create({url, 1, 8, kDeadline}, Log(), meters_)),
        organizations_(OrganizationStore::create(*database_, *clock_)),
        learned_(LearningStore::create(*database_, *clock_)),
        stats_(PatternStatsStore::create(*database_, *clock_)) {}

  int run(const std::vector<Pattern>& wanted) {
    std::vector<OrganizationKey> keys{{wish_.organization}};
    if (wish_.all) {
      const auto versions = await(organizations_->versions());
      if (!versions) return refuse(versions.error().message, wish_, surroundings_);
      keys.clear();
      for (const auto& version : *versions) keys.push_back(version.key);
      const bool harmless = wish_.act == Act::inspect || wish_.dry_run;
      if (!harmless && !confirmed(wish_, keys.size(), surroundings_)) {
        return refuse("not confirmed; nothing was changed", wish_, surroundings_);
      }
    }
    Json answer{{"ok", true}, {"dry_run", wish_.dry_run}, {"organizations", Json::object()}};
    for (const auto& key : keys) {
      const auto failed = one(key, wanted, answer);
      if (!failed.empty()) return refuse(key.value + ": " + failed, wish_, surroundings_);
    }
    if (wish_.json) {
      surroundings_.out << answer.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
    }
    return kDone;
  }

 private:
  template <class T>
  T await(Task<T> work) {
    return asio::co_spawn(loop_.executor(), std::move(work), asio::use_future).get();
  }

  // The reason why it could not be done; empty: it was.
  std::string one(const OrganizationKey& key, const std::vector<Pattern>& wanted, Json& answer) {
    const UpkeepStores stores{*organizations_, *learned_, *stats_};
    switch (wish_.act) {
      case Act::bootstrap:
        return told(key, await(bootstrap(stores, key, wanted, wish_.dry_run)), answer);
      case Act::clean:
        return told(key, await(clean(stores, key, wish_.dry_run)), answer);
      case Act::reset_stats:
        return told(key, await(reset_stats(stores, key, wish_.dry_run)), answer);
      default:
        return told(key, await(inspect(stores, key)), answer);
    }
  }

  template <class T>
  std::string told(const OrganizationKey& key, const Result<T>& done, Json& answer) {
    if (!done) return done.error().message;
    answer["organizations"][key.value] = json_of(*done);
    if (!wish_.json) surroundings_.out << key.value << ":\n" << text_of(*done, wish_.dry_run);
    return {};
  }

  const UpkeepWish& wish_;
  const Surroundings& surroundings_;
  UnreadMeters meters_;
  std::unique_ptr<Clock> clock_ = create_system_clock();
  EventLoop loop_{"patterns", Scheduling::normal};
  std::unique_ptr<Database> database_;
  std::unique_ptr<OrganizationStore> organizations_;
  std::unique_ptr<LearningStore> learned_;
  std::unique_ptr<PatternStatsStore> stats_;
};

}  // namespace

void add_upkeep(CLI::App& line, UpkeepWish& wish) {
  const auto add = [&](Act act, const std::string& what) {
    auto* command = line.add_subcommand(std::string(name_of(act)), what);
    auto* one = command->add_option("--org", wish.organization, "key of the organization");
    auto* all =
        command->add_flag("--all", wish.all, "every organization; what changes them asks for a typed confirmation");
    one->excludes(all);
    command->add_option("--config", wish.config, "settings file (YAML)")->envname("PARLEY_CONFIG");
    command->add_flag("--json", wish.json);
    if (act != Act::inspect) {
      command->add_flag("--dry-run", wish.dry_run, "say what would be done");
      command->add_option("--confirm", wish.typed, "the confirmation that --all asks for, for scripts");
    }
    command->callback([&wish, act] { wish.act = act; });
    return command;
  };
  add(Act::bootstrap, "the patterns of a domain template, where there are none of that key")
      ->add_option("--from", wish.templates, "YAML file, or name of a template in config/domains")
      ->required();
  add(Act::inspect, "patterns with their figures; what is learned besides");
  add(Act::clean,
      "what the router learned goes: patterns, candidates, negatives, answered questions; what people wrote stays");
  add(Act::reset_stats, "uses, audits and rates of patterns begin anew");
}

int upkeep(const UpkeepWish& wish, const Surroundings& surroundings) {
  if (wish.organization.empty() && !wish.all) return refuse("--org KEY or --all", wish, surroundings, kWrongUse);
  const auto loaded = load_settings(wish.config.empty() ? std::nullopt : std::optional<std::string>(wish.config),
                                    process_environment());
  if (!loaded.faults.empty()) return refuse(to_string(loaded.faults.front()), wish, surroundings);
  const auto& url = loaded.settings.database.url.value;
  if (url.empty()) return refuse("no database: set database.url or PARLEY_DATABASE_URL", wish, surroundings);
  if (const auto wrong = check_database_url(url)) return refuse("database.url: " + *wrong, wish, surroundings);
  std::vector<Pattern> wanted;
  if (wish.act == Act::bootstrap) {
    auto read = read_template(wish.templates);
    if (!read) return refuse(read.error().message, wish, surroundings);
    wanted = std::move(*read);
  }
  return Upkeep(url, wish, surroundings).run(wanted);
}

}  // namespace parley::commands
