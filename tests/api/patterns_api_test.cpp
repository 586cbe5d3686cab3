// SPDX-License-Identifier: Apache-2.0
#include "api_scene.hpp"

namespace parley {
namespace {

using test::ApiScene;

const char* const kNew = R"({"key":"parking","reply":"Behind the house.","examples":["where can i park"]})";

TEST(PatternsApi, ListsPageByPage) {
  ApiScene scene;
  auto page = scene.get("/v1/patterns?limit=1").json();
  EXPECT_EQ(page["data"][0]["key"], "hours");
  page = scene.get("/v1/patterns?limit=1&cursor=" + page["next_cursor"].get<std::string>()).json();
  EXPECT_EQ(page["data"][0]["key"], "place");
  EXPECT_TRUE(page["next_cursor"].is_null());
}

TEST(PatternsApi, AddsOneThatCanBeServed) {
  ApiScene scene;
  const auto added = scene.post("/v1/patterns", kNew);
  EXPECT_EQ(added.status(), 201U);
  EXPECT_EQ(added.header("ETag"), "\"1\"");
  EXPECT_EQ(scene.get(added.header("Location")).json()["reply"], "Behind the house.");
  EXPECT_EQ(scene.changed, std::vector<std::string>{"demo"});
  EXPECT_EQ(scene.post("/v1/patterns", kNew).status(), 409U);
  EXPECT_EQ(scene.checked.front().patterns.size(), 3U);
}

TEST(PatternsApi, WhatIsWrongIsTold) {
  ApiScene scene;
  const auto unknown = scene.post("/v1/patterns", R"({"key":"a","reply":"r","examples":["tell me a"],"colour":"red"})");
  EXPECT_EQ(unknown.status(), 422U);
  EXPECT_EQ(unknown.json()["errors"][0]["pointer"], "/colour");
  scene.faults = {"pattern parking: {{nowhere}} is no name", "pattern hours: also bad"};
  const auto unservable = scene.post("/v1/patterns", kNew).json();
  EXPECT_EQ(unservable["errors"][0]["detail"], "{{nowhere}} is no name");
  EXPECT_EQ(unservable["errors"][1]["detail"], "pattern hours: also bad");
  EXPECT_EQ(scene.store.rows[OrganizationKey{"demo"}].size(), 2U);
  EXPECT_TRUE(scene.changed.empty());
}

TEST(PatternsApi, ReplacesAndChanges) {
  ApiScene scene;
  const auto target = "/v1/patterns/" + scene.pattern_id("hours");
  auto shown = scene.get(target).json();
  shown["reply"] = "Around the clock.";
  const auto put = scene.change("PUT", target, shown.dump(), "\"1\"");
  EXPECT_EQ(put.status(), 200U) << "what was shown may be sent back: " << put.response.body;
  EXPECT_EQ(put.header("ETag"), "\"2\"");
  const auto patched = scene.change("PATCH", target, R"({"active":false})", "\"2\"");
  EXPECT_EQ(patched.json()["active"], false);
  EXPECT_EQ(patched.json()["reply"], "Around the clock.");
  EXPECT_EQ(scene.change("PUT", target, R"({"key":"hours","reply":"x"})", "\"2\"").status(), 412U);
  EXPECT_EQ(scene.change("PATCH", target, R"({"key":"place"})", "\"3\"").status(), 422U) << "two of one key";
  EXPECT_EQ(scene.store.rows[OrganizationKey{"demo"}].front().version, 3);
}

TEST(PatternsApi, DeletesOnlyWhatWasSeen) {
  ApiScene scene;
  const auto target = "/v1/patterns/" + scene.pattern_id("hours");
  EXPECT_EQ(scene.change("DELETE", target, "", "").status(), 428U);
  EXPECT_EQ(scene.change("DELETE", target, "", "\"2\"").header("ETag"), "\"1\"");
  EXPECT_EQ(scene.change("DELETE", target, "", "\"1\"").status(), 204U);
  EXPECT_EQ(scene.get(target).status(), 404U);
}

TEST(PatternsApi, AForeignOneIsAsUnknownAsNone) {
  ApiScene scene;
  const auto foreign = "/v1/patterns/" + scene.pattern_id("secret", "other");
  auto seen = scene.get(foreign).json();
  auto none = scene.get("/v1/patterns/" + test::numbered_uuid(999)).json();
  seen.erase("instance");
  none.erase("instance");
  EXPECT_EQ(seen, none);
  EXPECT_EQ(scene.change("PATCH", foreign, "{}", "*").status(), 404U);
  EXPECT_EQ(scene.change("DELETE", foreign, "", "*").status(), 404U);
  EXPECT_EQ(scene.get("/v1/patterns/nonsense").status(), 404U);
}

}  // namespace
}  // namespace parley
