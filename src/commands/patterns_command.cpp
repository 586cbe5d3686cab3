// SPDX-License-Identifier: Apache-2.0
// parley patterns: what the router makes of a sentence, and why; upkeep of patterns in the database.
#include <filesystem>
#include <ostream>

#include "asked_organization.hpp"
#include "command_line.hpp"
#include "parley/config/load_settings.hpp"
#include "parley/encoder/use_lite.hpp"
#include "parley/meaning/layered_router.hpp"
#include "parley/router/normalise.hpp"
#include "route_report.hpp"
#include "upkeep_command.hpp"

namespace parley::commands {
namespace {

using Json = nlohmann::ordered_json;

struct Wish {
  std::string config;
  std::string directory;
  std::string organization;
  std::string text;
  double confidence = 1;
  bool json = false;
};

int refuse(const std::string& why, bool json, const Surroundings& surroundings) {
  if (json) {
    surroundings.out << Json{{"ok", false}, {"fault", why}}.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
  } else {
    surroundings.err << why << '\n';
  }
  return kFailed;
}

// As a server with these settings makes it; what it lacks is said to `err`.
Result<std::shared_ptr<const IntentRouter>> router_of(const Organization& organization, const Settings& settings,
                                                      std::ostream& err) {
  auto rules = create_rule_router(organization);
  if (!rules) return rules.error();
  if (settings.router.meaning == "off") {
    err << "router.meaning is off: rules alone answer\n";
    return rules;
  }
  SharedEmbedder embedder;
  if (auto opened = open_use_lite(std::filesystem::path(settings.models_dir) / kUseLiteFile)) {
    embedder = SharedEmbedder(std::move(*opened));
  } else {
    err << opened.error().message << "; meaning is judged by wording alone\n";
  }
  const auto meaning = learn_meaning(lesson_of(organization), embedder);
  if (!meaning) {
    err << meaning.error().message << "; rules alone answer\n";
    return rules;
  }
  const auto& flags = organization.router;
  const bool shadow = flags.shadow || settings.router.meaning == "shadow";
  MeaningCaution caution;
  caution.scope = flags.extra_scope;
  caution.margin = flags.extra_margin;
  return create_layered_router(std::move(*rules), *meaning, organization.prices,
                               shadow ? MeaningMode::shadow : MeaningMode::answer, std::move(caution));
}

int explain(const Wish& wish, const Surroundings& surroundings) {
  const auto loaded = load_settings(wish.config.empty() ? std::nullopt : std::optional<std::string>(wish.config),
                                    process_environment());
  if (!loaded.faults.empty()) {
    std::string faults;
    for (const auto& fault : loaded.faults) faults += (faults.empty() ? "" : "\n") + to_string(fault);
    return refuse(faults, wish.json, surroundings);
  }
  const auto asked = find_organization(loaded.settings, wish.directory, wish.organization);
  if (!asked) return refuse(asked.error().message, wish.json, surroundings);
  for (const auto& notice : asked->notices) surroundings.err << "note: " << notice << '\n';
  const auto router = router_of(asked->organization, loaded.settings, surroundings.err);
  if (!router) return refuse(router.error().message, wish.json, surroundings);
  auto decision = (*router)->explain(RouteQuery{wish.text, wish.confidence});
  if (decision.normalised.empty()) decision.normalised = join_words(normalise(wish.text));
  if (wish.json) {
    Json answer{{"ok", true},
                {"organization", asked->organization.key.value},
                {"place", asked->place},
                {"text", wish.text},
                {"normalised", decision.normalised},
                {"decision", route_json(decision)}};
    surroundings.out << answer.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
  } else {
    surroundings.out << route_text(decision);
  }
  return kDone;
}

}  // namespace

int patterns(const Arguments& arguments, const Surroundings& surroundings) {
  CLI::App line("What the patterns of an organization do with what callers say.", "parley patterns");
  Wish wish;
  std::vector<std::string> words;
  auto* explaining = line.add_subcommand(
      "explain", "the decision on a sentence: every candidate and what speaks against it, gates, evidence");
  UpkeepWish keeping;
  add_upkeep(line, keeping);
  line.require_subcommand(1);
  explaining->add_option("--org", wish.organization, "key of the organization")->required();
  explaining->add_option("text", words, "what the caller says")->required();
  explaining->add_option("--organizations", wish.directory,
                         "directory of YAML files; default: the database, or organizations_dir without one");
  explaining->add_option("--config", wish.config, "settings file (YAML)")->envname("PARLEY_CONFIG");
  explaining->add_option("--confidence", wish.confidence, "of the recogniser")->check(CLI::Range(0.0, 1.0));
  explaining->add_flag("--json", wish.json);
  if (const auto code = read_arguments(line, arguments, surroundings)) return *code;
  if (keeping.act != UpkeepWish::Act::none) return upkeep(keeping, surroundings);
  wish.text = join_words(words);
  return explain(wish, surroundings);
}

}  // namespace parley::commands
