// SPDX-License-Identifier: Apache-2.0
#include "api_scene.hpp"

namespace parley {
namespace {

using test::ApiScene;

TEST(NodeApi, TellsHowItIs) {
  ApiScene scene;
  scene.node.links = {{"call_log", LinkNeed::optional, {LinkState::degraded, "", "late", ""}}};
  const auto node = scene.get("/v1/node", ApiScene::kInstallation).json();
  EXPECT_EQ(node["id"], "node-a");
  EXPECT_EQ(node["ready"], true);
  EXPECT_EQ(node["degraded"], Json::parse(R"(["call_log"])"));
  EXPECT_EQ(node["calls"], Json::parse(R"({"up":3,"limit":10})"));
  EXPECT_EQ(node["whole"], true);
}

TEST(NodeApi, DrainsWhenItIsTold) {
  ApiScene scene;
  EXPECT_EQ(scene.post("/v1/node/drain", "").status(), 403U);
  EXPECT_FALSE(scene.node.draining);
  const auto answer = scene.post("/v1/node/drain", "", ApiScene::kInstallation);
  EXPECT_EQ(answer.status(), 202U);
  EXPECT_EQ(answer.json()["calls_up"], 3);
  EXPECT_TRUE(scene.node.draining);
  EXPECT_EQ(scene.keys.noted, std::vector<std::string>{"node.drained node node-a by installation key"});
}

}  // namespace
}  // namespace parley
