// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "parley/commands/commands.hpp"
#include "support/temporary_directory.hpp"
#include "surroundings.hpp"

namespace parley::commands {
namespace {

void write(const std::filesystem::path& file, const std::string& text) {
  std::filesystem::create_directories(file.parent_path());
  std::ofstream(file) << text;
}

TEST(BenchRules, TellsCostAndWhatBecameOfTypos) {
  const parley::test::TemporaryDirectory room;
  write(room.path() / "train/seq.in", "what are your opening hours\nwhere are you located\n");
  write(room.path() / "train/label", "hours\naddress\n");
  write(room.path() / "test/seq.in", "tell me the opening hours\nyour address\n");
  write(room.path() / "test/label", "hours\naddress\n");
  test::Process process;
  ASSERT_EQ(bench({"rules", "--data", room.path().string(), "--json"}, process.surroundings), 0) << process.err.str();
  const auto json = nlohmann::json::parse(process.out.str());
  std::map<std::string, double> figures;
  for (const auto& result : json.at("results")) figures[result.at("metric")] = result.at("value");
  EXPECT_EQ(figures.at("rules.examples.1000"), 2);
  EXPECT_GT(figures.at("rules.latency_us.p95.10000"), 0);
  EXPECT_EQ(figures.at("rules.typo_precision.1000"), 1);
  EXPECT_EQ(figures.at("rules.shortlist_kept.1000"), 1);
  EXPECT_GT(figures.at("rules.typo_fired.1000"), 0);
}

TEST(BenchRules, AMissingFileIsNamed) {
  const parley::test::TemporaryDirectory room;
  test::Process process;
  EXPECT_EQ(bench({"rules", "--data", room.path().string()}, process.surroundings), 2);
  EXPECT_NE(process.err.str().find("seq.in"), std::string::npos) << process.err.str();
}

}  // namespace
}  // namespace parley::commands
