// SPDX-License-Identifier: Apache-2.0
#include "api_scene.hpp"

namespace parley {
namespace {

using test::ApiScene;

Callback callback_of(std::uint32_t number, const std::string& state = "open") {
  Callback callback;
  callback.id = *CallbackId::parse(test::numbered_uuid(number));
  callback.call = test::call_id(1);
  callback.organization = OrganizationKey{"demo"};
  callback.number = "+1555000" + std::to_string(number);
  callback.state = state;
  return callback;
}

TEST(CallbacksApi, AreListedForTheirOrganization) {
  ApiScene scene;
  for (std::uint32_t i = 1; i <= 3; ++i) scene.recent->remember_callback(callback_of(i, i == 2 ? "done" : "open"));
  auto page = scene.get("/v1/callbacks?limit=2").json();
  EXPECT_EQ(page["data"][0]["number"], "+15550003");
  page = scene.get("/v1/callbacks?limit=2&cursor=" + page["next_cursor"].get<std::string>()).json();
  EXPECT_EQ(page["data"][0]["number"], "+15550001");
  EXPECT_EQ(scene.get("/v1/callbacks?state=done").json()["data"].size(), 1U);
  EXPECT_TRUE(scene.get("/v1/callbacks", ApiScene::kOther).json()["data"].empty());
  EXPECT_EQ(scene.get("/v1/callbacks?state=lost").code(), "invalid_state");
  EXPECT_EQ(scene.get("/v1/callbacks?cursor=x").code(), "invalid_cursor");
}

TEST(CallbacksApi, OneIsShownToItsOrganizationOnly) {
  ApiScene scene;
  scene.recent->remember_callback(callback_of(1));
  const auto target = "/v1/callbacks/" + test::numbered_uuid(1);
  EXPECT_EQ(scene.get(target).json()["state"], "open");
  EXPECT_EQ(scene.get(target, ApiScene::kOther).status(), 404U);
  EXPECT_EQ(scene.get("/v1/callbacks/nonsense").status(), 404U);
}

TEST(CallbacksApi, SettlingNeedsADatabaseAndAStateThatThereIs) {
  ApiScene scene;
  scene.recent->remember_callback(callback_of(1));
  const auto target = "/v1/callbacks/" + test::numbered_uuid(1);
  EXPECT_EQ(scene.ask({"PATCH", target, ApiScene::kDemo, R"({"state":"lost"})", {}}).status(), 422U);
  EXPECT_EQ(scene.ask({"PATCH", target, ApiScene::kDemo, R"({"state":"done"})", {}}).code(), "store_unavailable");
}

}  // namespace
}  // namespace parley
