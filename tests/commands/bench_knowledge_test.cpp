// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "bench_command.hpp"
#include "parley/encoder/use_lite.hpp"
#include "support/postgres_room.hpp"

namespace parley::commands {
namespace {

using parley::test::PostgresRoom;

TEST(BenchKnowledgeOnPostgres, AtMostOneInTwentyOfWhatIsNotWrittenIsAnswered) {
  const std::filesystem::path models = PARLEY_SOURCE_DIR "/.parley/models";
  if (!std::filesystem::exists(models / kUseLiteFile)) GTEST_SKIP() << "the encoder's weights are not here";
  PostgresRoom::shared().clear();
  const auto results =
      bench_knowledge({PARLEY_SOURCE_DIR "/tests/language/knowledge", models, PostgresRoom::shared().serving_url()});
  ASSERT_TRUE(results) << results.error().message;
  const auto json = nlohmann::json::parse(results->to_json("test"));
  std::map<std::string, double> values;
  for (const auto& one : json["results"]) values[one["metric"]] = one["value"];
  EXPECT_LE(values.at("held_out.wrong_of_unanswerable"), 0.05);
  EXPECT_LE(values.at("held_out.words_alone.wrong_of_unanswerable"), 0.05);
  EXPECT_LE(values.at("held_out.wrong_of_answerable"), 0.05);
  EXPECT_GE(values.at("held_out.right_of_answerable"), 0.45);
  EXPECT_EQ(values.at("calibration.wrong_of_unanswerable"), 0);
}

TEST(BenchKnowledge, WithoutWeightsItSaysSo) {
  EXPECT_FALSE(bench_knowledge({PARLEY_SOURCE_DIR "/tests/language/knowledge", "/nowhere", ""}));
}

}  // namespace
}  // namespace parley::commands
