// SPDX-License-Identifier: Apache-2.0
#include "command_line.hpp"

#include <gtest/gtest.h>

#include "surroundings.hpp"

namespace parley::commands {
namespace {

TEST(CommandLine, HelpIsDoneAndWrongUseSaysWhereHelpIs) {
  struct Case {
    Arguments arguments;
    std::optional<int> code;
  };
  for (const auto& [arguments, code] : {Case{{"--number", "3"}, std::nullopt}, Case{{"--help"}, kDone},
                                        Case{{"--nonsense"}, kWrongUse}, Case{{"--number"}, kWrongUse}}) {
    test::Process process;
    CLI::App line("about", "parley test");
    int number = 0;
    line.add_option("--number", number);
    EXPECT_EQ(read_arguments(line, arguments, process.surroundings), code);
    if (!code) {
      EXPECT_EQ(number, 3);
    }
    EXPECT_EQ(code == kWrongUse, process.err.str().find("See parley test --help") != std::string::npos);
    EXPECT_EQ(code == kDone, !process.out.str().empty());
  }
}

}  // namespace
}  // namespace parley::commands
