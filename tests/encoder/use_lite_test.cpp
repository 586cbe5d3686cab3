// SPDX-License-Identifier: Apache-2.0
#include "parley/encoder/use_lite.hpp"

#include <gtest/gtest.h>

#include "parley/encoder/output_layer.hpp"
#include "reference_sentences.hpp"

namespace parley::encoder {
namespace {

std::shared_ptr<const Embedder> opened(UseLiteEngine engine) {
  auto result = open_use_lite(kModel, engine);
  return result ? *result : nullptr;
}

std::vector<float> features_of(const Embedder& embedder, std::string_view text) {
  std::vector<float> result(embedder.dimensions());
  EXPECT_TRUE(embedder.features(text, result)) << text;
  return result;
}

std::vector<float> embedding_of(const Embedder& embedder, std::string_view text) {
  std::vector<float> result(embedder.output_layer()->outputs);
  embed_with(*embedder.output_layer(), features_of(embedder, text), result);
  return result;
}

class UseLiteTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(kModel)) GTEST_SKIP() << "no " << kModel << ": scripts/setup fetches it";
  }
};

TEST_F(UseLiteTest, GivesTheVectorsOfThePublishedEncoder) {
  if (!std::filesystem::exists(kReference)) GTEST_SKIP() << "no " << kReference;
  const auto sentences = reference_sentences();
  ASSERT_EQ(sentences.size(), 60U);
  for (const auto engine : use_lite_engines_here()) {
    const auto embedder = opened(engine);
    ASSERT_TRUE(embedder);
    const double floor = engine == UseLiteEngine::f32 ? 0.9999 : 0.998;
    for (const auto& sentence : sentences) {
      EXPECT_GE(cosine(embedding_of(*embedder, sentence.text), sentence.vector), floor)
          << engine_name(engine) << ": " << sentence.text;
    }
  }
}

TEST_F(UseLiteTest, Int8EnginesAgreeBitByBit) {
  const auto portable = opened(UseLiteEngine::int8_portable);
  ASSERT_TRUE(portable);
  for (const auto engine : use_lite_engines_here()) {
    if (engine == UseLiteEngine::f32) continue;
    const auto embedder = opened(engine);
    ASSERT_TRUE(embedder);
    EXPECT_EQ(embedder->id(), portable->id());
    for (const auto* text : {"hi", "what are your hours", "I'd like 2 tickets, please – for the 31st of March at 8:30!",
                             "one two three four five six seven eight nine ten eleven twelve thirteen fourteen"}) {
      EXPECT_EQ(features_of(*embedder, text), features_of(*portable, text)) << engine_name(engine) << ": " << text;
    }
  }
}

}  // namespace
}  // namespace parley::encoder
