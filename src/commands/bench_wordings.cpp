// SPDX-License-Identifier: Apache-2.0
// parley bench wordings: questions in other words than the demo organization's examples, by voices that the recogniser
// was not adapted to (scripts/make_wordings).
#include <fstream>
#include <map>
#include <ostream>
#include <sstream>

#include "bench_command.hpp"
#include "played_recordings.hpp"

namespace parley::commands {
namespace {

struct Wording {
  std::string voice;
  std::string pattern;
  std::string text;
};

// wordings.csv: voice, pattern, file, text.
Result<void> read(const std::filesystem::path& directory, std::vector<Wording>& wordings,
                  std::vector<Recording>& recordings) {
  std::ifstream table(directory / "wordings.csv");
  for (std::string line; std::getline(table, line);) {
    std::istringstream fields(line);
    Wording wording;
    std::string file;
    std::getline(fields, wording.voice, ',');
    std::getline(fields, wording.pattern, ',');
    std::getline(fields, file, ',');
    std::getline(fields, wording.text);
    auto sound = load_sound((directory / file).string());
    if (!sound) return sound.error();
    recordings.push_back({wording.text, std::move(*sound)});
    wordings.push_back(std::move(wording));
  }
  if (wordings.empty()) {
    return Error{Fault::invalid_input,
                 "no wordings.csv in " + directory.string() + "; scripts/make_wordings makes one"};
  }
  return {};
}

struct Verdicts {
  Share right;
  Share wrong;
  Share asked_again;

  void count(Verdict verdict) {
    right.count(verdict == Verdict::right);
    wrong.count(verdict == Verdict::wrong);
    asked_again.count(verdict == Verdict::asked_again);
  }
};

}  // namespace

Result<BenchResults> bench_wordings(const WordingBench& bench, const Surroundings& surroundings) {
  std::vector<Wording> wordings;
  std::vector<Recording> recordings;
  if (auto known = read(bench.data, wordings, recordings); !known) return known.error();
  auto server = OwnServer::start(surroundings.program, {});
  if (!server) return server.error();
  surroundings.err << "asking " << wordings.size() << " questions\n";
  const auto played = play_recordings(recordings, **server, "demo", bench.concurrency);
  Verdicts all;
  std::map<std::string, Verdicts> by_voice;
  std::size_t failed = 0;
  for (std::size_t i = 0; i < played.size(); ++i) {
    const auto& [voice, pattern, text] = wordings[i];
    const auto verdict = judge(played[i], pattern);
    failed += played[i].failed ? 1 : 0;
    all.count(verdict);
    by_voice[voice].count(verdict);
    if (verdict == Verdict::right) continue;
    surroundings.err << voice << ", " << pattern << ": \"" << text << "\" heard as \"" << played[i].heard << "\", "
                     << (verdict == Verdict::wrong ? "answered by " + played[i].patterns.back() : "asked again")
                     << '\n';
  }
  BenchResults results("wordings");
  const auto add = [&](const std::string& suffix, const Verdicts& verdicts) {
    results.add("wordings.right" + suffix, verdicts.right);
    results.add("wordings.wrong" + suffix, verdicts.wrong);
    results.add("wordings.asked_again" + suffix, verdicts.asked_again);
  };
  add("", all);
  for (const auto& [voice, verdicts] : by_voice) add("." + voice, verdicts);
  results.add("wordings.failed_calls", static_cast<double>(failed), "calls", played.size());
  return results;
}

}  // namespace parley::commands
