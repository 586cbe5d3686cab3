// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <fstream>

#include "bench_command.hpp"
#include "parley/encoder/use_lite.hpp"
#include "surroundings.hpp"

namespace parley::commands {
namespace {

const std::filesystem::path kModels = std::filesystem::path(PARLEY_SOURCE_DIR) / ".parley/models";

class BenchEncoder : public testing::Test {
 protected:
  ~BenchEncoder() override { std::filesystem::remove_all(directory_); }

  std::filesystem::path write(const std::string& name, const std::string& text) {
    std::filesystem::create_directories(directory_);
    std::ofstream(directory_ / name) << text;
    return directory_ / name;
  }

  std::filesystem::path directory_ = std::filesystem::path(testing::TempDir()) / "parley_bench_encoder_test";
  test::Process process_;
};

TEST_F(BenchEncoder, WithoutWeightsItSaysHowToGetThem) {
  const auto result = bench_encoder({"/nowhere", {}, {}, 10}, process_.surroundings);
  ASSERT_FALSE(result);
  EXPECT_NE(result.error().message.find("/nowhere/use_lite.parley is missing; run scripts/setup"), std::string::npos);
}

TEST_F(BenchEncoder, RefusesWhatIsNoListOfVectors) {
  for (const auto* text : {"", "{}", R"({"items": 3})", R"({"items": [{"text": "a"}]})"}) {
    const auto result = bench_encoder({kModels, write("reference.json", text), {}, 10}, process_.surroundings);
    ASSERT_FALSE(result) << text;
    EXPECT_EQ(result.error().fault, Fault::invalid_input);
  }
}

TEST_F(BenchEncoder, MeasuresEveryEngineOfThisMachine) {
  if (!std::filesystem::exists(kModels / kUseLiteFile)) GTEST_SKIP() << "no weights: scripts/setup fetches them";
  const auto reference =
      write("reference.json", R"({"items": [{"text": "show me the time", "ids": [1], "vector": [1]}]})");
  const auto result = bench_encoder({kModels, reference, {}, 3}, process_.surroundings);
  ASSERT_TRUE(result) << result.error().message;
  const auto text = result->to_text();
  EXPECT_NE(text.find("encoder.tokens_equal  0 share  (n=1)"), std::string::npos) << text;
  for (const auto engine : use_lite_engines_here()) {
    for (const std::string metric : {"encoder.encode_us.", "encoder.cosine_min."}) {
      EXPECT_NE(text.find(metric + std::string(engine_name(engine))), std::string::npos) << text;
    }
  }
  EXPECT_NE(text.find("encoder.scan_us.10000.p95"), std::string::npos) << text;
  EXPECT_NE(text.find("encoder.output_layer_us.compact.p95"), std::string::npos) << text;
}

}  // namespace
}  // namespace parley::commands
