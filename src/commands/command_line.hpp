// SPDX-License-Identifier: Apache-2.0
// How every command reads its arguments and says what was wrong with them.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>

#include "parley/commands/commands.hpp"

namespace parley::commands {

constexpr int kDone = 0;
constexpr int kFailed = 1;
constexpr int kWrongUse = 2;

// nullopt: go on. Otherwise the exit code: help was printed, or the use was wrong.
std::optional<int> read_arguments(CLI::App& line, const Arguments& arguments, const Surroundings& surroundings);

}  // namespace parley::commands
