// SPDX-License-Identifier: Apache-2.0
#include "parley/encoder/use_lite.hpp"

#include <gtest/gtest.h>

#include <algorithm>

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
  // The other int8 engines give the same bits (below).
  for (const auto engine : {use_lite_engines_here().front(), UseLiteEngine::f32}) {
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

TEST_F(UseLiteTest, KnowsWhatIsAlike) {
  const auto embedder = opened(UseLiteEngine::fastest);
  ASSERT_TRUE(embedder);
  EXPECT_EQ(embedder->id(), "use-lite-0.2.0/int8");
  EXPECT_EQ(embedder->dimensions(), 512U);
  EXPECT_EQ(embedder->max_tokens(), 128U);
  const auto stolen = embedding_of(*embedder, "my card was stolen");
  EXPECT_GT(cosine(stolen, embedding_of(*embedder, "someone took my credit card")),
            cosine(stolen, embedding_of(*embedder, "play some jazz in the kitchen")) + 0.2);
}

TEST_F(UseLiteTest, AnyTextIsBoundedWork) {
  const auto embedder = opened(UseLiteEngine::fastest);
  ASSERT_TRUE(embedder);
  std::vector<float> out(embedder->dimensions());
  std::string many;
  for (int i = 0; i < 10000; ++i) many += "words ";
  EXPECT_TRUE(embedder->features(many, out));
  EXPECT_TRUE(embedder->features("hours\xe2\x80\xae today\x01", out));
  for (const auto* text : {"", " ", "\xff", "\xe4\xbd\xa0\xe5\xa5\xbd"}) {
    const auto refused = embedder->features(text, out);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fault, Fault::invalid_input);
  }
}

TEST_F(UseLiteTest, ADamagedFileIsRefusedWithTheRemedy) {
  const auto copy = std::filesystem::path(testing::TempDir()) / "parley_use_lite_test";
  const auto message = [&] { return open_use_lite(copy).error().message; };
  std::filesystem::copy_file(kModel, copy, std::filesystem::copy_options::overwrite_existing);
  {
    std::fstream file(copy, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(5'000'000);
    file.put('!');
  }
  EXPECT_EQ(message(), copy.string() +
                           " is damaged: its checksum does not fit its content; run scripts/setup, which "
                           "fetches the sentence encoder");
  std::filesystem::resize_file(copy, 1'000'000);
  EXPECT_NE(message().find("has 1000000 bytes and should have"), std::string::npos) << message();
  std::filesystem::remove(copy);
}

TEST(UseLite, AMissingFileIsNamedWithTheRemedy) {
  const auto missing = open_use_lite("/nowhere/use_lite.parley");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().fault, Fault::unavailable);
  EXPECT_EQ(missing.error().message,
            "/nowhere/use_lite.parley is missing; run scripts/setup, which fetches the sentence encoder");
}

TEST(UseLite, EveryMachineHasAnEngine) {
  const auto here = use_lite_engines_here();
  ASSERT_GE(here.size(), 2U);
  EXPECT_EQ(here.back(), UseLiteEngine::f32);
  for (const auto engine : {UseLiteEngine::int8_avx512_vnni, UseLiteEngine::int8_avx_vnni, UseLiteEngine::int8_avx2}) {
    if (std::find(here.begin(), here.end(), engine) != here.end()) continue;
    EXPECT_EQ(open_use_lite(kModel, engine).error().fault, Fault::unsupported);
  }
}

}  // namespace
}  // namespace parley::encoder
