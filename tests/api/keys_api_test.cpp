// SPDX-License-Identifier: Apache-2.0
#include "api_scene.hpp"

namespace parley {
namespace {

using test::ApiScene;

TEST(KeysApi, AreShownOnceAndOpenWhatTheySay) {
  ApiScene scene;
  const auto made = scene.post("/v1/keys", R"({"name":"dashboard","scopes":["calls:read"]})");
  EXPECT_EQ(made.status(), 201U);
  const auto text = made.json()["key"].get<std::string>();
  EXPECT_EQ(scene.get("/v1/calls", text).status(), 200U);
  EXPECT_EQ(scene.get("/v1/patterns", text).status(), 403U);
  const auto listed = scene.get("/v1/keys");
  EXPECT_EQ(listed.json()["data"][0]["name"], "dashboard");
  EXPECT_EQ(listed.response.body.find(text.substr(40)), std::string::npos);
  EXPECT_EQ(listed.response.body.find(scene.keys.stored.begin()->second.secret_sha256), std::string::npos);
}

TEST(KeysApi, AreRevokedAtOnce) {
  ApiScene scene;
  const auto made = scene.post("/v1/keys", R"({"name":"n","scopes":["calls:read"]})").json();
  const auto text = made["key"].get<std::string>();
  const auto target = "/v1/keys/" + made["id"].get<std::string>();
  EXPECT_EQ(scene.get("/v1/calls", text).status(), 200U);
  EXPECT_EQ(scene.ask({"DELETE", target, ApiScene::kOther, "", {}}).status(), 404U);
  EXPECT_EQ(scene.ask({"DELETE", target, ApiScene::kDemo, "", {}}).status(), 204U);
  EXPECT_EQ(scene.get("/v1/calls", text).code(), "key_revoked");
  EXPECT_EQ(scene.changed, std::vector<std::string>{"demo"}) << "other instances forget it too";
  EXPECT_EQ(scene.ask({"DELETE", "/v1/keys/nonsense", ApiScene::kDemo, "", {}}).status(), 404U);
}

TEST(KeysApi, NobodyHandsOutMoreThanTheyHave) {
  ApiScene scene;
  const auto maker = scene.make_key({"keys:manage", "calls:read"});
  EXPECT_EQ(scene.post("/v1/keys", R"({"name":"n","scopes":["calls:read"]})", maker).status(), 201U);
  EXPECT_EQ(scene.post("/v1/keys", R"({"name":"n","scopes":["calls:erase"]})", maker).status(), 403U);
  EXPECT_EQ(scene.post("/v1/keys", R"({"name":"n","scopes":["node:manage"]})").status(), 403U);
  EXPECT_EQ(
      scene.post("/v1/keys?organization=demo", R"({"name":"n","scopes":["node:manage"]})", ApiScene::kInstallation)
          .status(),
      403U);
  const auto node = scene.post("/v1/keys", R"({"name":"n","scopes":["node:manage"]})", ApiScene::kInstallation);
  EXPECT_TRUE(node.json()["organization"].is_null());
  EXPECT_EQ(scene.get("/v1/node", node.json()["key"].get<std::string>()).status(), 200U);
  EXPECT_EQ(scene.get("/v1/keys", maker).json()["data"].size(), 2U) << "keys of the installation are not listed";
}

TEST(KeysApi, EndWithTheKeyThatMadeThem) {
  ApiScene scene;
  EXPECT_EQ(scene.post("/v1/keys", R"({"name":"n","scopes":["calls:read"],"expires_at":"2020-01-01T00:00:00Z"})")
                .json()["errors"][0]["pointer"],
            "/expires_at");
  const auto maker =
      scene.post("/v1/keys", R"({"name":"n","scopes":["keys:manage"],"expires_at":"2027-01-01T00:00:00Z"})");
  const auto child =
      scene.post("/v1/keys", R"({"name":"n","scopes":["keys:manage"]})", maker.json()["key"].get<std::string>());
  EXPECT_EQ(child.json()["expires_at"], "2027-01-01T00:00:00.000Z");
}

TEST(KeysApi, AreListedPageByPage) {
  ApiScene scene;
  for (const char* name : {"a", "b", "c"})
    scene.post("/v1/keys", R"({"name":")" + std::string(name) + R"(","scopes":["calls:read"]})");
  auto page = scene.get("/v1/keys?limit=2").json();
  EXPECT_EQ(page["data"].size(), 2U);
  page = scene.get("/v1/keys?limit=2&cursor=" + page["next_cursor"].get<std::string>()).json();
  EXPECT_EQ(page["data"].size(), 1U);
  EXPECT_TRUE(page["next_cursor"].is_null());
}

TEST(KeysApi, WrongOnesAreTold) {
  ApiScene scene;
  for (const char* body :
       {R"({"name":"","scopes":["calls:read"]})", R"({"name":"n","scopes":[]})", R"({"name":"n"})",
        R"({"name":"n","scopes":["everything"]})", R"({"name":"n","scopes":["calls:read","calls:read"]})"}) {
    EXPECT_EQ(scene.post("/v1/keys", body).status(), 422U) << body;
  }
  EXPECT_TRUE(scene.keys.stored.empty());
}

}  // namespace
}  // namespace parley
