// SPDX-License-Identifier: Apache-2.0
#include "api_scene.hpp"

namespace parley {
namespace {

using test::ApiScene;

TEST(OrganizationsApi, ListsWhatTheKeySees) {
  ApiScene scene;
  EXPECT_EQ(
      scene.get("/v1/organizations").json(),
      Json::parse(R"({"data":[{"key":"demo","name":"Demo & Co","numbers":["demo","+1555"]}],"next_cursor":null})"));
  auto page = scene.get("/v1/organizations?limit=1", ApiScene::kInstallation).json();
  EXPECT_EQ(page["data"][0]["key"], "demo");
  page = scene.get("/v1/organizations?limit=1&cursor=demo", ApiScene::kInstallation).json();
  EXPECT_EQ(page["data"][0]["key"], "other");
  EXPECT_TRUE(page["next_cursor"].is_null());
  EXPECT_EQ(scene.get("/v1/organizations?limit=0").code(), "invalid_limit");
}

TEST(OrganizationsApi, ShowsOneWithItsVersion) {
  ApiScene scene;
  const auto shown = scene.get("/v1/organizations/demo");
  EXPECT_EQ(shown.header("ETag"), "\"1\"");
  EXPECT_EQ(shown.json()["greeting"], "Hello from demo");
  EXPECT_FALSE(shown.json().contains("patterns"));
  const auto same = scene.ask({"GET", "/v1/organizations/demo", ApiScene::kDemo, "", {{"If-None-Match", "W/\"1\""}}});
  EXPECT_EQ(same.status(), 304U);
  EXPECT_EQ(same.response.body, "");
  EXPECT_EQ(same.header("ETag"), "\"1\"");
}

TEST(OrganizationsApi, ChangesWhatIsGivenAndNothingElse) {
  ApiScene scene;
  const auto changed = scene.change("PATCH", "/v1/organizations/demo",
                                    R"({"greeting":"Hi","limits":{"calls":7},"hours":{"mon":null}})", "\"1\"");
  EXPECT_EQ(changed.status(), 200U);
  EXPECT_EQ(changed.header("ETag"), "\"2\"");
  const auto now = scene.get("/v1/organizations/demo").json();
  EXPECT_EQ(now["greeting"], "Hi");
  EXPECT_EQ(now["limits"]["calls"], 7);
  EXPECT_EQ(now["limits"]["call_minutes"], 30);
  EXPECT_EQ(now["hours"], Json::object());
  EXPECT_EQ(now["organization"]["name"], "Demo & Co");
  EXPECT_EQ(scene.changed, std::vector<std::string>{"demo"});
  EXPECT_EQ(scene.checked.back().patterns.size(), 2U) << "the whole was checked";
  EXPECT_EQ(scene.store.entries[OrganizationKey{"demo"}].back().actor, "demo key");
  EXPECT_EQ(scene.store.entries[OrganizationKey{"demo"}].back().request_id, "r1");
}

TEST(OrganizationsApi, WhatCannotBeServedIsRefusedWithItsPlace) {
  ApiScene scene;
  const auto patch = [&](const std::string& body) {
    return scene.change("PATCH", "/v1/organizations/demo", body, "\"1\"");
  };
  EXPECT_EQ(patch(R"({"limits":{"call":7}})").json()["errors"][0]["pointer"], "/limits/call");
  EXPECT_EQ(patch(R"({"organization":{"key":"mine"}})").json()["errors"][0]["pointer"], "/organization/key");
  EXPECT_EQ(patch(R"({"patterns":[]})").status(), 422U);
  EXPECT_EQ(patch("[]").status(), 422U);
  scene.faults = {"pattern place: its reply names {{nowhere}}"};
  const auto refused = patch(R"({"greeting":"Hi"})");
  EXPECT_EQ(refused.status(), 422U);
  EXPECT_EQ(refused.json()["errors"][0]["pointer"], "/patterns/1");
  EXPECT_TRUE(scene.changed.empty());
  EXPECT_EQ(scene.get("/v1/organizations/demo").json()["greeting"], "Hello from demo");
}

TEST(OrganizationsApi, TheInstallationMakesAndDeletesThem) {
  ApiScene scene;
  const std::string profile = R"({"organization":{"key":"new","name":"New"},"greeting":"Hello"})";
  const auto made = scene.post("/v1/organizations", profile, ApiScene::kInstallation);
  EXPECT_EQ(made.status(), 201U);
  EXPECT_EQ(made.header("Location"), "/v1/organizations/new");
  EXPECT_EQ(scene.post("/v1/organizations", profile, ApiScene::kInstallation).status(), 409U);
  const auto faulty =
      scene.post("/v1/organizations", R"({"organization":{"key":"New","name":"n"},"x":1})", ApiScene::kInstallation);
  EXPECT_EQ(faulty.json()["errors"].size(), 2U);
  const auto whole = scene.post(
      "/v1/organizations",
      R"({"organization":{"key":"whole","name":"W"},"numbers":["77"],"patterns":[{"key":"a","reply":"r","examples":["tell me a"]}]})",
      ApiScene::kInstallation);
  EXPECT_EQ(whole.status(), 201U) << whole.response.body;
  EXPECT_EQ(scene.store.rows[OrganizationKey{"whole"}].size(), 1U);
  EXPECT_EQ(scene.change("DELETE", "/v1/organizations/new", "", "\"9\"", ApiScene::kInstallation).status(), 412U);
  EXPECT_EQ(scene.change("DELETE", "/v1/organizations/new", "", "\"1\"", ApiScene::kInstallation).status(), 204U);
  EXPECT_EQ(scene.change("DELETE", "/v1/organizations/new", "", "\"1\"", ApiScene::kInstallation).status(), 404U);
  EXPECT_EQ(scene.change("DELETE", "/v1/organizations/demo", "", "\"1\"").status(), 403U);
}

TEST(OrganizationsApi, ADatabaseThatIsAwayIsToldAsThat) {
  ApiScene scene;
  scene.store.away = Error{Fault::timed_out, "no answer within 2 s"};
  EXPECT_EQ(scene.get("/v1/organizations/demo").code(), "store_unavailable");
  EXPECT_EQ(scene.change("PATCH", "/v1/organizations/demo", "{}", "\"1\"").status(), 503U);
}

}  // namespace
}  // namespace parley
