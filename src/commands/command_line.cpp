// SPDX-License-Identifier: Apache-2.0
#include "command_line.hpp"

#include <algorithm>
#include <ostream>

namespace parley::commands {

std::optional<int> read_arguments(CLI::App& line, const Arguments& arguments, const Surroundings& surroundings) {
  auto reversed = arguments;  // as CLI11 wants them
  std::reverse(reversed.begin(), reversed.end());
  try {
    line.parse(std::move(reversed));
    return std::nullopt;
  } catch (const CLI::CallForHelp&) {
    surroundings.out << line.help();
    return kDone;
  } catch (const CLI::ParseError& wrong) {
    surroundings.err << line.get_name() << ": " << wrong.what() << "\nSee " << line.get_name() << " --help\n";
    return kWrongUse;
  }
}

}  // namespace parley::commands
