// SPDX-License-Identifier: Apache-2.0
#include "embedding_json.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace parley {
namespace {

using Vectors = std::vector<std::vector<float>>;

TEST(EmbeddingJson, AsksForAllTextsAtOnce) {
  const std::vector<std::string> texts{"a", "b \xff"};
  const auto body = nlohmann::json::parse(embedding_request_json("m", texts, 2, true));
  EXPECT_EQ(body["input"].size(), 2U);
  EXPECT_EQ(body["encoding_format"], "base64");
  EXPECT_EQ(body["dimensions"], 2);
  EXPECT_FALSE(nlohmann::json::parse(embedding_request_json("m", texts, 2, false)).contains("dimensions"));
}

TEST(EmbeddingJson, ReadsNumbersAndBase64ByTheirIndex) {
  // AACAPwAAAAA= are 1 and 0.
  const auto read = read_embeddings(
      R"({"data":[{"index":1,"embedding":"AACAPwAAAAA="},{"index":0,"embedding":[3,4.0]}],"usage":{"prompt_tokens":9}})",
      2, 2);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->vectors, (Vectors{{0.6F, 0.8F}, {1, 0}}));
  EXPECT_EQ(read->tokens, 9U);
  EXPECT_EQ(read_embeddings(R"({"data":[{"embedding":[2,0]}]})", 1, 2)->vectors, (Vectors{{1, 0}}));
}

TEST(EmbeddingJson, AnythingElseIsNoEmbedding) {
  for (const auto* wrong :
       {"", "[]", "{}", R"({"data":{}})", R"({"data":[]})", R"({"data":[{"embedding":[1,0,0]}]})",
        R"({"data":[{"embedding":[0,0]}]})", R"({"data":[{"embedding":["1",0]}]})", R"({"data":[{"embedding":"!!"}]})",
        R"({"data":[{"embedding":"AACAPw=="}]})", R"({"data":[{"index":1,"embedding":[1,0]}]})",
        R"({"data":[{"index":-1,"embedding":[1,0]}]})", R"({"data":[{"index":"0","embedding":[1,0]}]})",
        R"({"data":[{"index":0}]})", R"({"data":[{"embedding":[1e300,0]}]})"}) {
    const auto read = read_embeddings(wrong, 1, 2);
    ASSERT_FALSE(read) << wrong;
    EXPECT_EQ(read.error().fault, Fault::unsupported);
  }
  EXPECT_FALSE(read_embeddings(R"({"data":[{"index":0,"embedding":[1,0]},{"index":0,"embedding":[1,0]}]})", 2, 2));
}

}  // namespace
}  // namespace parley
