// SPDX-License-Identifier: Apache-2.0
#include "api_scene.hpp"

namespace parley {
namespace {

using test::ApiAnswer;
using test::ApiScene;

ApiAnswer import(ApiScene& scene, const std::string& query, const std::string& text,
                 const std::string& type = "text/csv") {
  return scene.ask({"POST", "/v1/patterns/import" + query, ApiScene::kDemo, text, {{"Content-Type", type}}});
}

const char* const kCsv = "key,reply,examples\nhours,Always.,tell me about hours\nparking,Behind.,where can i park\n";

TEST(BulkApi, ShowsTheDifferenceBeforeItIsMade) {
  ApiScene scene;
  const auto dry = import(scene, "?dry_run=true", kCsv);
  EXPECT_EQ(dry.json(), Json::parse(R"({"dry_run":true,"added":["parking"],"changed":["hours"],"removed":[],
                                        "unchanged":1,"profile":[]})"));
  EXPECT_EQ(scene.store.rows[OrganizationKey{"demo"}].size(), 2U);
  EXPECT_TRUE(scene.changed.empty());
  const auto id = scene.pattern_id("hours");
  EXPECT_EQ(import(scene, "", kCsv).json()["dry_run"], false);
  EXPECT_EQ(scene.store.rows[OrganizationKey{"demo"}].size(), 3U);
  EXPECT_EQ(scene.pattern_id("hours"), id) << "a pattern keeps its id";
  EXPECT_EQ(scene.changed.size(), 1U);
  EXPECT_EQ(import(scene, "", kCsv).json()["unchanged"], 3);
  EXPECT_EQ(scene.changed.size(), 1U) << "nothing to change";
}

TEST(BulkApi, ReplacesWhenItIsTold) {
  ApiScene scene;
  EXPECT_EQ(import(scene, "?mode=replace", kCsv).json()["removed"], Json::parse(R"(["place"])"));
  EXPECT_EQ(scene.pattern_id("place"), "");
}

TEST(BulkApi, EveryBadRowIsToldAndNothingIsImported) {
  ApiScene scene;
  const auto refused = import(scene, "", "key,reply,kind\n,Hello,static\nfine,Yes,static\nbad,No,strange\n");
  EXPECT_EQ(refused.status(), 422U);
  const auto errors = refused.json()["errors"];
  ASSERT_GE(errors.size(), 2U) << refused.response.body;
  EXPECT_EQ(errors[0]["row"], 2);
  EXPECT_EQ(errors[errors.size() - 1]["row"], 4);
  const auto yaml =
      import(scene, "", "- key: a\n  reply: r\n  examples: [tell me a]\n- key: b\n  colour: red\n", "application/yaml");
  EXPECT_EQ(yaml.status(), 422U);
  EXPECT_EQ(yaml.json()["errors"][0]["row"], 2);
  EXPECT_EQ(import(scene, "", "- {", "application/yaml").status(), 422U);
  EXPECT_EQ(import(scene, "", "key,reply\n\xff,x\n").code(), "invalid_utf8");
  EXPECT_EQ(scene.store.rows[OrganizationKey{"demo"}].size(), 2U);
}

TEST(BulkApi, WhatCannotBeServedNamesItsRow) {
  ApiScene scene;
  scene.faults = {"pattern parking: {{nowhere}} is no name", "pattern place: of another row"};
  const auto errors = import(scene, "", kCsv).json()["errors"];
  EXPECT_EQ(errors[0]["row"], 3);
  EXPECT_FALSE(errors[1].contains("row"));
  EXPECT_TRUE(scene.changed.empty());
}

TEST(BulkApi, ExportsWhatItImports) {
  for (const auto& [format, type] :
       {std::pair{"csv", "text/csv; charset=utf-8"}, std::pair{"yaml", "application/yaml"}}) {
    ApiScene scene;
    const std::string query = std::string("?format=") + format;
    const auto text = scene.run(scene.api().routes().find("GET", "/v1/patterns/export").answer->operator()([&] {
      HttpRequest request;
      request.method = "GET";
      request.path = "/v1/patterns/export";
      request.query = {{"format", format}};
      request.headers.add("Authorization", std::string("Bearer ") + ApiScene::kDemo);
      return request;
    }()));
    EXPECT_EQ(text.headers.get("Content-Type"), type);
    EXPECT_EQ(import(scene, query + "&mode=replace", text.body, "text/plain").json()["unchanged"], 2) << text.body;
  }
}

TEST(BulkApi, ParametersAreChecked) {
  ApiScene scene;
  EXPECT_EQ(import(scene, "?format=xml", kCsv).code(), "invalid_format");
  EXPECT_EQ(import(scene, "?mode=some", kCsv).code(), "invalid_mode");
  EXPECT_EQ(import(scene, "?dry_run=maybe", kCsv).code(), "invalid_dry_run");
  EXPECT_EQ(import(scene, "", kCsv, "application/json").status(), 415U);
}

}  // namespace
}  // namespace parley
