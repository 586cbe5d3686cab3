// SPDX-License-Identifier: Apache-2.0
// A process around a command whose output a test can read.
#pragma once

#include <sstream>

#include "parley/async/clock.hpp"
#include "parley/commands/commands.hpp"
#include "support/scripted_voice.hpp"

namespace parley::commands::test {

struct Process {
  std::unique_ptr<Clock> clock = create_system_clock();
  std::ostringstream out;
  std::ostringstream err;
  Surroundings surroundings{out, err, [this] { return std::make_unique<parley::test::ScriptedVoice>(*clock); },
                            "/bin/false"};
};

}  // namespace parley::commands::test
