// SPDX-License-Identifier: Apache-2.0
#include "api_scene.hpp"

namespace parley {
namespace {

using test::ApiScene;

TEST(AuditApi, TellsWhoChangedWhat) {
  ApiScene scene;
  scene.post("/v1/organizations/demo/numbers", R"({"number":"+15550100"})");
  scene.change("PATCH", "/v1/organizations/demo", R"({"greeting":"Hi"})", "\"1\"", ApiScene::kInstallation);
  auto page = scene.get("/v1/audit?limit=1").json();
  EXPECT_EQ(page["data"][0]["action"], "organization.changed");
  EXPECT_EQ(page["data"][0]["actor"], "installation key");
  EXPECT_EQ(page["data"][0]["request_id"], "r1");
  page = scene.get("/v1/audit?limit=1&cursor=" + page["next_cursor"].get<std::string>()).json();
  EXPECT_EQ(page["data"][0]["object"], "number +15550100");
  EXPECT_TRUE(page["next_cursor"].is_null());
  EXPECT_EQ(scene.get("/v1/audit", ApiScene::kOther).json()["data"], Json::array());
  EXPECT_EQ(scene.get("/v1/audit?cursor=x").code(), "invalid_cursor");
}

}  // namespace
}  // namespace parley
