// SPDX-License-Identifier: Apache-2.0
#include "reception.hpp"

#include "api_scene.hpp"

namespace parley {
namespace {

using namespace std::chrono_literals;
using test::ApiScene;

TEST(Reception, TellsPeersByTheirAddress) {
  EXPECT_EQ(host_of_peer("192.0.2.1:4711"), "192.0.2.1");
  EXPECT_EQ(host_of_peer("2001:db8::1:4711"), "2001:db8::1");
  EXPECT_EQ(host_of_peer(""), "");
}

TEST(Reception, RefusesWhoShowsNoGoodKey) {
  ApiScene scene;
  for (const char* key : {"", "wrong", "parley_x"}) {
    const auto answer = scene.get("/v1/calls", key);
    EXPECT_EQ(answer.status(), 401U) << key;
    EXPECT_EQ(answer.code(), "unauthorized");
    EXPECT_EQ(answer.header("WWW-Authenticate"), "Bearer realm=\"parley\"");
  }
  const auto text = scene.make_key({"calls:read"});
  EXPECT_EQ(scene.get("/v1/calls", text).status(), 200U);
  scene.keys.stored.begin()->second.expires_at = scene.clock.wall_now();
  scene.access->forget();
  EXPECT_EQ(scene.get("/v1/calls", text).code(), "key_expired");
  scene.keys.away = Error{Fault::unavailable, "gone"};
  const auto answer = scene.get("/v1/calls", text);
  EXPECT_EQ(answer.status(), 503U);
  EXPECT_EQ(answer.code(), "store_unavailable");
  EXPECT_EQ(answer.header("Retry-After"), "5");
}

TEST(Reception, NamesTheScopeThatIsMissing) {
  ApiScene scene;
  const auto text = scene.make_key({"calls:read"});
  const auto answer = scene.get("/v1/patterns", text);
  EXPECT_EQ(answer.status(), 403U);
  EXPECT_EQ(answer.code(), "insufficient_scope");
  EXPECT_NE(answer.response.body.find("configuration:read"), std::string::npos);
}

TEST(Reception, AForeignOrganizationLooksLikeNone) {
  ApiScene scene;
  for (const char* target : {"/v1/organizations/other", "/v1/organizations/nobody", "/v1/patterns?organization=other",
                             "/v1/calls?organization=other", "/v1/keys?organization=other"}) {
    EXPECT_EQ(scene.get(target).status(), 404U) << target;
  }
  EXPECT_EQ(scene.get("/v1/patterns?organization=demo").status(), 200U);
}

TEST(Reception, AKeyOfTheInstallationNamesWhomItMeans) {
  ApiScene scene;
  EXPECT_EQ(scene.get("/v1/patterns", ApiScene::kInstallation).code(), "organization_missing");
  EXPECT_EQ(scene.get("/v1/patterns?organization=other", ApiScene::kInstallation).json()["data"][0]["key"], "secret");
  EXPECT_EQ(scene.get("/v1/patterns?organization=nobody", ApiScene::kInstallation).status(), 404U);
  EXPECT_EQ(scene.get("/v1/organizations/other", ApiScene::kInstallation).status(), 200U);
}

TEST(Reception, TheInstallationIsNotForKeysOfAnOrganization) {
  ApiScene scene;
  EXPECT_EQ(scene.get("/v1/node").code(), "insufficient_scope");
  EXPECT_EQ(scene.post("/v1/organizations", "{}").status(), 403U);
}

TEST(Reception, WithoutADatabaseItSaysWhatToSet) {
  ApiScene scene(false);
  const auto answer = scene.get("/v1/patterns");
  EXPECT_EQ(answer.status(), 503U);
  EXPECT_NE(answer.response.body.find("PARLEY_DATABASE_URL"), std::string::npos);
  EXPECT_EQ(scene.get("/v1/calls").status(), 200U) << "memory is enough for calls";
  EXPECT_EQ(scene.get("/v1/organizations").json()["data"][0]["key"], "demo");
}

TEST(Reception, LimitsEveryKeyForItself) {
  ApiScene scene;
  for (int i = 0; i < 200; ++i) ASSERT_EQ(scene.get("/v1/callbacks").status(), 200U) << i;
  const auto refused = scene.get("/v1/callbacks");
  EXPECT_EQ(refused.status(), 429U);
  EXPECT_EQ(refused.header("Retry-After"), "1");
  EXPECT_EQ(refused.header("RateLimit-Policy"), "\"default\";q=200;w=2");
  EXPECT_EQ(refused.header("RateLimit"), "\"default\";r=0;t=2");
  EXPECT_EQ(scene.get("/v1/callbacks", ApiScene::kOther).header("RateLimit"), "\"default\";r=199;t=1");
  EXPECT_EQ(scene.get("/livez", "").status(), 200U) << "health is never refused";
  scene.clock.advance(1s);
  EXPECT_EQ(scene.get("/v1/callbacks").header("RateLimit"), "\"default\";r=99;t=2");
}

TEST(Reception, GuessersShareTheBucketOfTheirAddress) {
  ApiScene scene;
  for (int i = 0; i < 200; ++i) scene.get("/v1/calls", "guess " + std::to_string(i));
  EXPECT_EQ(scene.get("/v1/calls", "another").status(), 429U);
  EXPECT_EQ(scene.ask({"GET", "/v1/calls", "another", "", {}, "192.0.2.8:1"}).status(), 401U);
  EXPECT_EQ(scene.get("/v1/calls").status(), 200U) << "whoever has a key is not held up by them";
}

TEST(Reception, TheRateIsASettingOfTheInstallation) {
  ApiScene scene;
  const auto saved = scene.change("PUT", "/v1/settings/rate_limit", R"({"value":{"requests_per_second":1,"burst":2}})",
                                  "", ApiScene::kInstallation);
  EXPECT_EQ(saved.status(), 201U);
  EXPECT_EQ(scene.get("/v1/calls").status(), 200U);
  EXPECT_EQ(scene.get("/v1/calls").status(), 200U);
  EXPECT_EQ(scene.get("/v1/calls").status(), 429U);
}

TEST(Reception, ReadsBodiesWithCare) {
  ApiScene scene;
  const auto send = [&](const std::string& body, const std::string& type = "application/json") {
    return scene.ask({"POST", "/v1/calls/erase", ApiScene::kDemo, body, {{"Content-Type", type}}});
  };
  EXPECT_EQ(send("{").code(), "malformed_json");
  EXPECT_EQ(send("").code(), "malformed_json");
  EXPECT_EQ(send("{\"number\":\"\xff\"}").code(), "invalid_utf8");
  EXPECT_EQ(send(std::string(5000, '[')).code(), "too_deep");
  EXPECT_EQ(send("number=1", "application/x-www-form-urlencoded").status(), 415U);
  const auto unknown = send(R"({"number":"+1555","because":"I can"})");
  EXPECT_EQ(unknown.status(), 422U);
  EXPECT_EQ(unknown.json()["errors"][0]["pointer"], "/because");
  EXPECT_EQ(send(R"({"number":7})").json()["errors"][0]["pointer"], "/number");
  EXPECT_EQ(send("[]").status(), 422U);
}

TEST(Reception, AsksForTheVersionOfWhatIsChanged) {
  ApiScene scene;
  const auto target = "/v1/patterns/" + scene.pattern_id("hours");
  const std::string body = R"({"reply":"Always."})";
  EXPECT_EQ(scene.change("PATCH", target, body, "").status(), 428U);
  EXPECT_EQ(scene.change("PATCH", target, body, "\"7\"").status(), 412U);
  EXPECT_EQ(scene.change("PATCH", target, body, "nonsense").status(), 412U);
  EXPECT_EQ(scene.change("PATCH", target, body, "\"1\"").status(), 200U);
  EXPECT_EQ(scene.change("PATCH", target, body, "*").status(), 200U);
}

}  // namespace
}  // namespace parley
