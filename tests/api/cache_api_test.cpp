// SPDX-License-Identifier: Apache-2.0
#include "api_scene.hpp"
#include "support/counted_meters.hpp"

namespace parley {
namespace {

using test::ApiScene;

class NotedWarmer final : public CacheWarmer {
 public:
  bool full = false;
  std::vector<std::string> requests;
  WarmingRound now;

  Task<void> run() override { co_return; }
  bool request(std::optional<OrganizationKey> organization) override {
    if (full) return false;
    requests.push_back(organization ? organization->value : "all");
    return true;
  }
  WarmingRound round() const override { return now; }
};

class CacheApi : public testing::Test {
 protected:
  CacheApi() {
    scene.parts().cache = cache.get();
    scene.parts().warmer = &warmer;
  }

  ApiScene scene;
  test::CountedMeters meters;
  std::unique_ptr<Redis> redis = Redis::create({}, scene.loop.get_executor(), scene.clock, Log(), meters);
  std::unique_ptr<TwoTierCache> cache =
      TwoTierCache::create({}, *redis, scene.loop.get_executor(), scene.clock, Log(), meters);
  NotedWarmer warmer;
};

TEST_F(CacheApi, TellsHitsAndMissesByUse) {
  cache->put(CacheUse::reply, OrganizationKey{"demo"}, "k", "at nine");
  for (int i = 0; i < 3; ++i) cache->near(CacheUse::reply, OrganizationKey{"demo"}, "k");
  warmer.now = {4, true, 10, 3, 1, "", WallTime{}};
  const auto told = scene.get("/v1/cache", ApiScene::kInstallation);
  EXPECT_EQ(told.status(), 200U);
  const auto json = told.json();
  EXPECT_EQ(json["configured"], false);
  EXPECT_EQ(json["sharing"], false);
  EXPECT_EQ(json["uses"]["reply"]["near_hits"], 3);
  EXPECT_EQ(json["uses"]["reply"]["hit_rate"], 1.0);
  EXPECT_EQ(json["uses"]["reply"]["entries"], 1);
  EXPECT_EQ(json["uses"]["audio"]["hit_rate"], nullptr);
  EXPECT_EQ(json["warming"]["done"], 3);
  EXPECT_EQ(json["warming"]["ended_at"], "1970-01-01T00:00:00.000Z");
}

TEST_F(CacheApi, IsForTheInstallationAlone) {
  EXPECT_EQ(scene.get("/v1/cache").status(), 403U);
  EXPECT_EQ(scene.get("/v1/cache", "").status(), 401U);
}

TEST_F(CacheApi, WarmsOneOrganizationOrAll) {
  EXPECT_EQ(scene.post("/v1/cache/prewarm", "").status(), 202U);
  EXPECT_EQ(scene.post("/v1/cache/prewarm?organization=other", "", ApiScene::kInstallation).status(), 202U);
  EXPECT_EQ(scene.post("/v1/cache/prewarm", "", ApiScene::kInstallation).status(), 202U);
  EXPECT_EQ(warmer.requests, (std::vector<std::string>{"demo", "other", "all"}));
}

TEST_F(CacheApi, NobodyWarmsAnotherOrganization) {
  EXPECT_NE(scene.post("/v1/cache/prewarm?organization=other", "").status(), 202U);
  const auto reader = scene.make_key({"calls:read"});
  EXPECT_EQ(scene.post("/v1/cache/prewarm", "", reader).status(), 403U);
  EXPECT_EQ(warmer.requests, std::vector<std::string>{});
}

TEST_F(CacheApi, AnIdempotencyKeyWarmsOnce) {
  HttpHeaders headers;
  headers.add("Idempotency-Key", "again");
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(scene.ask({"POST", "/v1/cache/prewarm", ApiScene::kDemo, "", headers}).status(), 202U);
  }
  EXPECT_EQ(warmer.requests, std::vector<std::string>{"demo"});
}

TEST_F(CacheApi, SaysWhenTooMuchWaits) {
  warmer.full = true;
  const auto answer = scene.post("/v1/cache/prewarm", "");
  EXPECT_EQ(answer.status(), 503U);
  EXPECT_EQ(answer.code(), "busy");
}

TEST(CacheApiWithoutACache, SaysSo) {
  ApiScene scene;
  EXPECT_EQ(scene.get("/v1/cache", ApiScene::kInstallation).code(), "no_cache");
  EXPECT_EQ(scene.post("/v1/cache/prewarm", "").code(), "no_cache");
}

}  // namespace
}  // namespace parley
