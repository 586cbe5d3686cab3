// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <filesystem>

#include "bench_command.hpp"
#include "surroundings.hpp"

namespace parley::commands {
namespace {

TEST(BenchForeign, WithoutSoundsThereIsNoFigureAndNoServer) {
  test::Process process;
  const auto results = bench_foreign({PARLEY_SOURCE_DIR "/docs", 1}, process.surroundings);
  ASSERT_FALSE(results);
  EXPECT_EQ(results.error().fault, Fault::invalid_input);
  EXPECT_NE(results.error().message.find(".wav"), std::string::npos) << results.error().message;
}

}  // namespace
}  // namespace parley::commands
