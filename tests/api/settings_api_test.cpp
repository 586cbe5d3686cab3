// SPDX-License-Identifier: Apache-2.0
#include "api_scene.hpp"

namespace parley {
namespace {

using test::ApiScene;

TEST(SettingsApi, AreSavedUnderTheirVersion) {
  ApiScene scene;
  const std::string target = "/v1/settings/colour";
  EXPECT_EQ(scene.change("PUT", target, R"({"value":"red"})", "").status(), 201U);
  EXPECT_EQ(scene.change("PUT", target, R"({"value":"blue"})", "").status(), 428U);
  EXPECT_EQ(scene.change("PUT", target, R"({"value":"blue"})", "\"2\"").status(), 412U);
  EXPECT_EQ(scene.change("PUT", target, R"({"value":"blue"})", "\"1\"").header("ETag"), "\"2\"");
  EXPECT_EQ(scene.get("/v1/settings").json()["data"],
            Json::parse(R"([{"name":"colour","value":"blue","etag":"\"2\""}])"));
  EXPECT_EQ(scene.get("/v1/settings", ApiScene::kOther).json()["data"], Json::array());
  EXPECT_EQ(scene.get("/v1/settings", ApiScene::kInstallation).json()["data"], Json::array());
}

TEST(SettingsApi, NamesAndValuesAreChecked) {
  ApiScene scene;
  EXPECT_EQ(scene.change("PUT", "/v1/settings/Colour", R"({"value":1})", "").code(), "invalid_name");
  EXPECT_EQ(scene.change("PUT", "/v1/settings/a", "{}", "").status(), 422U);
  EXPECT_EQ(scene.change("PUT", "/v1/settings/a", R"({"value":")" + std::string(20000, 'x') + "\"}", "").status(),
            422U);
  const auto rate = scene.change("PUT", "/v1/settings/rate_limit", R"({"value":{"requests_per_second":0,"burst":5}})",
                                 "", ApiScene::kInstallation);
  EXPECT_EQ(rate.json()["errors"][0]["pointer"], "/value/requests_per_second");
  EXPECT_EQ(scene.change("PUT", "/v1/settings/a", R"({"value":1})", "\"1\"").status(), 412U) << "it is not set";
}

TEST(SettingsApi, OneSwitchTurnsTheRouterOffForEverybodyWhileCallsRun) {
  ApiScene scene;
  RouterSwitch everywhere;
  scene.parts().router_switch = &everywhere;
  const std::string target = "/v1/settings/router";
  EXPECT_EQ(scene.change("PUT", target, R"({"value":{"enabled":"no"}})", "", ApiScene::kInstallation).status(), 422U);
  EXPECT_EQ(scene.change("PUT", target, R"({"value":{}})", "", ApiScene::kInstallation).status(), 422U);
  EXPECT_TRUE(everywhere.enabled());
  EXPECT_EQ(scene.change("PUT", target, R"({"value":{"enabled":false}})", "", ApiScene::kInstallation).status(), 201U);
  EXPECT_FALSE(everywhere.enabled());
  EXPECT_EQ(scene.change("PUT", target, R"({"value":{"enabled":true}})", "*", ApiScene::kInstallation).status(), 200U);
  EXPECT_TRUE(everywhere.enabled());
  EXPECT_EQ(scene.change("PUT", target, R"({"value":{"enabled":false}})", "").status(), 201U);
  EXPECT_TRUE(everywhere.enabled()) << "an organization's setting of that name is its own affair";
}

}  // namespace
}  // namespace parley
