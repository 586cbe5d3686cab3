// SPDX-License-Identifier: Apache-2.0
#include "bench_command.hpp"

#include <gtest/gtest.h>

#include "surroundings.hpp"

namespace parley::commands {
namespace {

TEST(BenchCommand, WrongUseIsTwo) {
  for (const Arguments& arguments :
       {Arguments{}, Arguments{"nothing"}, Arguments{"commands"}, Arguments{"commands", "--data", "/does/not/exist"},
        Arguments{"gap", "--turns", "0"}, Arguments{"load", "--calls", "1000"}}) {
    test::Process process;
    EXPECT_EQ(bench(arguments, process.surroundings), 2);
    EXPECT_FALSE(process.err.str().empty());
  }
}

}  // namespace
}  // namespace parley::commands
