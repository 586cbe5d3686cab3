// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <fstream>
#include <ostream>

#include "parley/config/load_organizations.hpp"
#include "parley/meaning/layered_router.hpp"
#include "router_benches.hpp"

namespace parley::commands {
namespace {

constexpr std::size_t kPrintedTrials = 400;

struct Domain {
  Organization organization;
  std::vector<IntentSentence> questions;
};

// DOMAIN.csv: a header, then pattern,text.
std::vector<IntentSentence> read_questions(const std::filesystem::path& file) {
  std::ifstream table(file);
  std::vector<IntentSentence> questions;
  std::string line;
  std::getline(table, line);
  while (std::getline(table, line)) {
    const auto comma = line.find(',');
    if (comma != std::string::npos) questions.push_back({line.substr(comma + 1), line.substr(0, comma)});
  }
  return questions;
}

Result<std::vector<Domain>> read_domains(const TemplateBench& bench) {
  auto loaded = load_organizations(bench.domains.string());
  if (!loaded.faults.empty()) return Error{Fault::invalid_input, to_string(loaded.faults.front())};
  std::vector<Domain> domains;
  for (auto& organization : loaded.organizations) {
    auto name = organization.key.value;  // keys have no underscores, the files have
    std::replace(name.begin(), name.end(), '-', '_');
    auto questions = read_questions(bench.questions / (name + ".csv"));
    domains.push_back({std::move(organization), std::move(questions)});
  }
  return domains;
}

// As the rows of template_trials.inc and heard_template_trials.inc.
void print_trials(std::vector<Trial> trials, std::ostream& out) {
  std::erase_if(trials, [](const Trial& trial) { return !trial.agrees; });
  std::sort(trials.begin(), trials.end(),
            [](const Trial& one, const Trial& other) { return one.margin > other.margin; });
  const auto count = std::min(kPrintedTrials, trials.size());
  for (std::size_t at = 0; at < count; ++at) {
    const auto& one = trials[at * trials.size() / count];
    out << '{' << static_cast<int>(one.best * 1000) << ", " << static_cast<int>(one.margin * 1000) << ", "
        << (one.right ? "true" : "false") << "},\n";
  }
}

struct Tally {
  Share right;
  Share wrong;  // of all in-scope questions
  Share near;   // answered though no pattern is for them
  Share far;
  Share by_rules;

  void add(const Tally& other) {
    for (auto [to, from] : {std::pair{&right, &other.right},
                            {&wrong, &other.wrong},
                            {&near, &other.near},
                            {&far, &other.far},
                            {&by_rules, &other.by_rules}}) {
      to->hits += from->hits;
      to->cases += from->cases;
    }
  }
};

Tally ask(const Domain& domain, const IntentRouter& router, std::ostream& err) {
  Tally tally;
  std::size_t strangers = 0;
  for (const auto& question : domain.questions) {
    const auto decision = router.route({question.text});
    const bool answered = !decision.pattern.empty();
    if (question.intent == "-") {
      // The first half are questions that such a company might be asked.
      (strangers++ < 20 ? tally.near : tally.far).count(answered);
      if (answered)
        err << domain.organization.key.value << ": \"" << question.text << "\" answered by " << decision.pattern
            << '\n';
      continue;
    }
    tally.right.count(answered && decision.pattern == question.intent);
    tally.wrong.count(answered && decision.pattern != question.intent);
    tally.by_rules.count(decision.layer == RouteLayer::rules);
    if (answered && decision.pattern != question.intent)
      err << domain.organization.key.value << ": \"" << question.text << "\" of " << question.intent << " answered by "
          << decision.pattern << " (" << to_string(decision.method) << ")\n";
  }
  return tally;
}

void add(BenchResults& results, const std::string& suffix, const Tally& tally) {
  auto answered = tally.right;
  answered.hits += tally.wrong.hits;
  results.add("templates.answered" + suffix, answered);
  results.add("templates.wrong" + suffix, tally.wrong);
  results.add("templates.by_rules" + suffix, tally.by_rules);
  results.add("templates.near_answered" + suffix, tally.near);
  results.add("templates.far_answered" + suffix, tally.far);
}

}  // namespace

Result<BenchResults> bench_templates(const TemplateBench& bench, const Surroundings& surroundings) {
  auto shared = open_embedder(bench.models, surroundings.err);
  if (!shared) return shared.error();
  auto domains = read_domains(bench);
  if (!domains) return domains.error();
  BenchResults results("templates");
  std::vector<Trial> trials;
  Tally all;
  for (const auto& domain : *domains) {
    const auto lesson = lesson_of(domain.organization);
    if (bench.trials) {
      const auto own = meaning_trials(lesson, *shared);
      if (!own) return own.error();
      const auto& printed = bench.heard ? own->heard : own->written;
      trials.insert(trials.end(), printed.begin(), printed.end());
      continue;
    }
    auto rules = create_rule_router(domain.organization);
    if (!rules) return rules.error();
    auto meaning = learn_meaning(lesson, *shared);
    if (!meaning) return meaning.error();
    const auto& evidence = (*meaning)->evidence();
    surroundings.err << domain.organization.key.value << ": " << evidence.examples << " examples, "
                     << (evidence.adapted ? "adapted" : "not adapted") << ", own accuracy " << evidence.accuracy
                     << ", coverage " << evidence.coverage << ", gate " << evidence.gates[1].scope << " "
                     << evidence.gates[1].margin << '\n';
    const auto router = create_layered_router(*rules, *meaning, domain.organization.prices);
    const auto tally = ask(domain, *router, surroundings.err);
    add(results, "." + domain.organization.key.value, tally);
    all.add(tally);
  }
  if (bench.trials) {
    print_trials(std::move(trials), surroundings.out);
  } else {
    add(results, "", all);
  }
  return results;
}

}  // namespace parley::commands
