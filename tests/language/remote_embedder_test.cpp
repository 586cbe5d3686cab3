// SPDX-License-Identifier: Apache-2.0
#include "parley/language/remote_embedder.hpp"

#include "chat_scene.hpp"

namespace parley {
namespace {

using namespace test;

std::string whole(unsigned status, const std::string& body, const std::string& more = "") {
  return ScriptedHttp::head(status, more + "Content-Length: " + std::to_string(body.size()) + "\r\n") + body;
}

class RemoteEmbedderTest : public ::testing::Test {
 protected:
  std::unique_ptr<VectorSource> embedder(const ScriptedHttp& peer) {
    RemoteEmbedderSettings settings;
    settings.url = peer.url("/v1");
    settings.model = "m";
    settings.api_key = {"sk-secret"};
    settings.dimensions = 2;
    settings.texts_a_request = 2;
    settings.usd_per_1k_tokens = 0.5;
    return create_remote_embedder(settings, {client_, *clock_, Log(), meters_, &limits_});
  }
  Result<EmbeddedTexts> embed(VectorSource& one, std::vector<std::string> texts, std::chrono::milliseconds limit = 5s) {
    return loop_.run(one.embed(std::move(texts), clock_->now() + limit));
  }

  std::unique_ptr<Clock> clock_ = create_system_clock();
  PlainMeters meters_;
  HttpClient client_{*clock_};
  ProviderLimits limits_{"p"};
  LoopThread loop_;
};

TEST_F(RemoteEmbedderTest, AsksInBatchesAndCountsWhatTheyCost) {
  ScriptedHttp peer(
      {{{whole(
           200,
           R"({"data":[{"index":1,"embedding":[0,1]},{"index":0,"embedding":[1,0]}],"usage":{"total_tokens":40}})")}},
       {{whole(200, R"({"data":[{"index":0,"embedding":[0,2]}],"usage":{"total_tokens":60}})")}}});
  const auto one = embedder(peer);
  const auto vectors = embed(*one, {"a", "b", "c"});
  ASSERT_TRUE(vectors) << vectors.error().message;
  EXPECT_EQ(*vectors, (EmbeddedTexts{{{1, 0}, {0, 1}, {0, 1}}, 0.05}));
  EXPECT_EQ(one->usage(), (EmbeddingUsage{2, 100, 0.05}));
  EXPECT_EQ(one->id(), peer.url("").substr(7) + ":m/2");
  const auto asked = peer.asked();
  ASSERT_EQ(asked.size(), 2U);
  EXPECT_NE(asked[0].find("POST /v1/embeddings"), std::string::npos);
  EXPECT_NE(asked[0].find("Bearer sk-secret"), std::string::npos);
  EXPECT_NE(asked[1].find(R"("input":["c"])"), std::string::npos);
}

TEST_F(RemoteEmbedderTest, TheWorldsFaultsAreTold) {
  const std::string body = R"({"error":{"message":"sk-secret","code":"sk-secret"}})";
  ScriptedHttp peer(
      {{{whole(429, body, "Retry-After: 3\r\n")}}, {{whole(503, "")}}, {{whole(401, body)}}, {{whole(200, "{}")}}});
  const auto one = embedder(peer);
  const auto limited = embed(*one, {"a"});
  EXPECT_EQ(limited.error().fault, Fault::exhausted);
  EXPECT_EQ(embed(*one, {"a"}).error().fault, Fault::unavailable);
  const auto refused = embed(*one, {"a"});
  EXPECT_EQ(refused.error().fault, Fault::unavailable);
  EXPECT_EQ(refused.error().message.find("secret"), std::string::npos);
  EXPECT_EQ(embed(*one, {"a"}).error().fault, Fault::unsupported);
  EXPECT_EQ(meters_.counter("parley_embedding_failures_total", "", {}).value(), 4U);
}

TEST_F(RemoteEmbedderTest, WhatTheProviderStillAllowsIsHeard) {
  ScriptedHttp peer({{{whole(200, R"({"data":[{"embedding":[0,1]}]})",
                             "x-ratelimit-limit-requests: 10\r\nx-ratelimit-remaining-requests: 4\r\n")}}});
  const auto one = embedder(peer);
  EXPECT_FALSE(limits_.used(clock_->now()));
  ASSERT_TRUE(embed(*one, {"a"}));
  EXPECT_DOUBLE_EQ(limits_.used(clock_->now()).value_or(0), 0.6);
}

TEST_F(RemoteEmbedderTest, ALiveQueryWaitsNoLongerThanItsDeadline) {
  ScriptedHttp peer({{{ScriptedHttp::head(200, "Content-Length: 10\r\n")}, true}});
  const auto one = embedder(peer);
  const auto began = clock_->now();
  const auto late = embed(*one, {"a"}, kLiveEmbeddingDeadline);
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().fault, Fault::timed_out);
  EXPECT_LT(clock_->now() - began, 2s);
  EXPECT_TRUE(peer.closed_by_client());
}

TEST_F(RemoteEmbedderTest, WhatHasNoMeaningIsNotAskedFor) {
  ScriptedHttp peer({});
  const auto one = embedder(peer);
  EXPECT_EQ(embed(*one, {"a", ""}).error().fault, Fault::invalid_input);
  EXPECT_TRUE(embed(*one, {})->vectors.empty());
  EXPECT_EQ(one->usage(), EmbeddingUsage{});
}

}  // namespace
}  // namespace parley
