// SPDX-License-Identifier: Apache-2.0
#include "api_scene.hpp"

namespace parley {
namespace {

using test::ApiScene;

const char* const kTarget = "/v1/organizations/demo/configuration";

TEST(ConfigurationApi, TheExportIsAnImportThatChangesNothing) {
  ApiScene scene;
  const auto text = scene.get(kTarget);
  EXPECT_EQ(text.header("Content-Type"), "application/yaml");
  EXPECT_TRUE(text.response.body.starts_with("schema: 1\n"));
  const auto imported = scene.ask({"PUT",
                                   kTarget,
                                   ApiScene::kDemo,
                                   text.response.body,
                                   {{"If-Match", text.header("ETag")}, {"Content-Type", "application/yaml"}}});
  EXPECT_EQ(imported.json()["unchanged"], 2) << imported.response.body;
  EXPECT_EQ(imported.json()["profile"], Json::array());
  EXPECT_TRUE(scene.changed.empty());
}

TEST(ConfigurationApi, ImportsTheWholeOrNothing) {
  ApiScene scene;
  const std::string text =
      "schema: 1\norganization: { key: demo, name: Renamed }\nnumbers: [demo, \"+1777\"]\npatterns:\n"
      "  - { key: place, reply: There., examples: [tell me about place] }\n";
  const auto dry = scene.change("PUT", std::string(kTarget) + "?dry_run=true", text, "");
  EXPECT_EQ(dry.json()["removed"], Json::parse(R"(["hours"])")) << dry.response.body;
  EXPECT_EQ(scene.change("PUT", kTarget, text, "").status(), 428U);
  EXPECT_EQ(scene.change("PUT", kTarget, text, "\"9\"").status(), 412U);
  EXPECT_EQ(scene.get("/v1/organizations/demo").json()["organization"]["name"], "Demo & Co");
  const auto done = scene.change("PUT", kTarget, text, "\"1\"");
  EXPECT_EQ(done.status(), 200U);
  EXPECT_EQ(scene.get("/v1/organizations/demo").json()["organization"]["name"], "Renamed");
  EXPECT_EQ(scene.get("/v1/organizations/demo/numbers").json()["data"].size(), 2U);
  EXPECT_EQ(scene.changed, std::vector<std::string>{"demo"});
}

TEST(ConfigurationApi, EveryFaultHasItsLine) {
  ApiScene scene;
  const auto refused = scene.change(
      "PUT", kTarget, "schema: 1\norganization: { key: demo, name: D }\nnumbers: [demo]\ngreting: Hi\nfarewell: [1]\n",
      "\"1\"");
  EXPECT_EQ(refused.status(), 422U);
  EXPECT_EQ(refused.json()["errors"][0]["line"], 4) << refused.response.body;
  EXPECT_EQ(refused.json()["errors"][1]["line"], 5);
  EXPECT_EQ(scene.change("PUT", kTarget, "schema: 7\n", "\"1\"").code(), "unknown_schema");
  EXPECT_EQ(scene.change("PUT", kTarget, "organization: { key: other, name: O }\nnumbers: [x]\n", "\"1\"")
                .json()["errors"][0]["pointer"],
            "/organization/key");
  EXPECT_EQ(scene.change("PUT", kTarget, "a: &a [*a]\n", "\"1\"").status(), 422U);
  EXPECT_TRUE(scene.changed.empty());
}

}  // namespace
}  // namespace parley
