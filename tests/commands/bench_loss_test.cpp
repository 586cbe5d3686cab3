// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <filesystem>

#include "bench_command.hpp"
#include "surroundings.hpp"

namespace parley::commands {
namespace {

TEST(BenchLoss, WithoutAServerThereIsNoFigure) {
  const auto back = std::filesystem::current_path();
  std::filesystem::current_path(PARLEY_SOURCE_DIR);
  test::Process process;  // its program ends at once
  const auto results = bench_loss({}, process.surroundings);
  std::filesystem::current_path(back);
  ASSERT_FALSE(results);
  EXPECT_NE(results.error().message.find("ended before it was ready"), std::string::npos);
}

}  // namespace
}  // namespace parley::commands
