// SPDX-License-Identifier: Apache-2.0
// parley bench foreign: speech that has nothing to do with the demo organization, and how much of it is answered all
// the same.
#include <algorithm>
#include <ostream>

#include "bench_command.hpp"
#include "played_recordings.hpp"

namespace parley::commands {
namespace {

namespace fs = std::filesystem;

Result<std::vector<Recording>> load(const fs::path& directory) {
  const auto folder = fs::is_directory(directory / "wav") ? directory / "wav" : directory;
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == ".wav") files.push_back(entry.path());
  }
  if (files.empty()) return Error{Fault::invalid_input, "no .wav in " + folder.string()};
  std::sort(files.begin(), files.end());
  std::vector<Recording> recordings;
  for (const auto& file : files) {
    auto sound = load_sound(file.string());
    if (!sound) return sound.error();
    recordings.push_back({file.filename().string(), std::move(*sound)});
  }
  return recordings;
}

}  // namespace

Result<BenchResults> bench_foreign(const ForeignBench& bench, const Surroundings& surroundings) {
  const auto recordings = load(bench.data);
  if (!recordings) return recordings.error();
  auto server = OwnServer::start(surroundings.program, {});
  if (!server) return server.error();
  surroundings.err << "playing " << recordings->size() << " recordings\n";
  const auto played = play_recordings(*recordings, **server, "demo", bench.concurrency);
  Share answered;
  std::size_t failed = 0;
  for (std::size_t i = 0; i < played.size(); ++i) {
    failed += played[i].failed ? 1 : 0;
    answered.count(!played[i].patterns.empty());
    if (played[i].patterns.empty()) continue;
    surroundings.err << (*recordings)[i].name << ": heard as \"" << played[i].heard << "\", answered by "
                     << played[i].patterns.front() << '\n';
  }
  BenchResults results("foreign");
  results.add("foreign.answered", answered);
  results.add("foreign.failed_calls", static_cast<double>(failed), "calls", played.size());
  return results;
}

}  // namespace parley::commands
