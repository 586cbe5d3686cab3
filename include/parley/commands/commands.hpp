// SPDX-License-Identifier: Apache-2.0
// The commands of the binary besides those that serve. Each takes the arguments behind its name and returns the exit
// code: 0 done, 2 wrong use, 1 otherwise.
#pragma once

#include <filesystem>
#include <functional>
#include <iosfwd>
#include <memory>
#include <string>
#include <vector>

#include "parley/speech/recognizer.hpp"
#include "parley/speech/synthesizer.hpp"

namespace parley::commands {

using Arguments = std::vector<std::string>;

// What the commands take from the process; app fills it.
struct Surroundings {
  std::ostream& out;
  std::ostream& err;
  // The voice of the simulated caller; asked for only by commands that speak, and at most once by each.
  std::function<std::unique_ptr<Synthesizer>()> create_voice;
  std::string program = "/proc/self/exe";  // bench starts it with `serve`
  // An ear on one thread that waits for whatever it is given, with the models of that directory; may be absent.
  std::function<std::unique_ptr<Recognizer>(const std::filesystem::path&)> create_ear = {};
};

int call(const Arguments& arguments, const Surroundings& surroundings);
int bench(const Arguments& arguments, const Surroundings& surroundings);  // commands | gap | load
int doctor(const Arguments& arguments, const Surroundings& surroundings);
int seed(const Arguments& arguments, const Surroundings& surroundings);      // organizations of files into the database
int config(const Arguments& arguments, const Surroundings& surroundings);    // check | print | reference
int patterns(const Arguments& arguments, const Surroundings& surroundings);  // explain
int knowledge(const Arguments& arguments, const Surroundings& surroundings);  // import | list | remove
int migrate(const Arguments& arguments, const Surroundings& surroundings);

}  // namespace parley::commands
