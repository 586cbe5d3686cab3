// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <fstream>

#include "router_benches.hpp"
#include "support/temporary_directory.hpp"
#include "surroundings.hpp"

namespace parley::commands {
namespace {

TEST(BenchSpoken, WithoutSoundsOrTranscriptsThereIsNoFigure) {
  const parley::test::TemporaryDirectory room;
  test::Process process;
  SpokenBench bench;
  bench.data = bench.spoken = room.path();
  const auto without_examples = bench_spoken(bench, process.surroundings);
  ASSERT_FALSE(without_examples);
  EXPECT_NE(without_examples.error().message.find("seq.in"), std::string::npos) << without_examples.error().message;

  std::filesystem::create_directories(room.path() / "train_10");
  std::ofstream(room.path() / "train_10/seq.in") << "where is it\nmy money back\n";
  std::ofstream(room.path() / "train_10/label") << "place\nrefund\n";
  const auto without_sounds = bench_spoken(bench, process.surroundings);
  ASSERT_FALSE(without_sounds);
  EXPECT_NE(without_sounds.error().message.find("make_spoken"), std::string::npos) << without_sounds.error().message;

  std::ofstream(room.path() / "spoken.tsv") << "ked\tplace\tked-0.wav\twhere is it\n";
  const auto without_ear = bench_spoken(bench, process.surroundings);
  ASSERT_FALSE(without_ear);
  EXPECT_NE(without_ear.error().message.find("recogniser"), std::string::npos) << without_ear.error().message;
}

}  // namespace
}  // namespace parley::commands
