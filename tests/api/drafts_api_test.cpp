// SPDX-License-Identifier: Apache-2.0
#include "api_scene.hpp"

namespace parley {
namespace {

using test::ApiScene;

const char* const kTarget = "/v1/organizations/demo/draft";
const char* const kDraft =
    R"({"organization":{"key":"demo","name":"Demo & Co"},"numbers":["+1999"],"greeting":"New",
        "patterns":[{"key":"hours","reply":"Never.","examples":["tell me about hours"]}]})";

TEST(DraftsApi, IsTriedAndPublished) {
  ApiScene scene;
  EXPECT_EQ(scene.get(kTarget).status(), 404U);
  const auto saved = scene.change("PUT", kTarget, kDraft, "");
  EXPECT_EQ(saved.status(), 201U) << saved.response.body;
  EXPECT_EQ(scene.get(kTarget).json()["numbers"], Json::parse(R"(["+1999"])"));
  EXPECT_EQ(scene.get("/v1/organizations/demo").json()["greeting"], "Hello from demo");
  const auto etag = saved.header("ETag");
  EXPECT_EQ(scene.change("POST", std::string(kTarget) + "/publish", "", "").status(), 428U);
  EXPECT_EQ(scene.change("POST", std::string(kTarget) + "/publish", "", "\"9\"").status(), 412U);
  const auto published = scene.change("POST", std::string(kTarget) + "/publish", "", etag);
  EXPECT_EQ(published.status(), 200U) << published.response.body;
  EXPECT_EQ(published.json()["removed"], Json::parse(R"(["place"])"));
  EXPECT_EQ(scene.get("/v1/organizations/demo").json()["greeting"], "New");
  EXPECT_EQ(scene.get("/v1/organizations/demo/numbers").json()["data"].size(), 2U) << "the published numbers stay";
  EXPECT_EQ(scene.get(kTarget).status(), 404U);
  EXPECT_EQ(scene.changed.size(), 2U);
}

TEST(DraftsApi, IsReplacedOnlyByWhoHasSeenIt) {
  ApiScene scene;
  const auto etag = scene.change("PUT", kTarget, kDraft, "").header("ETag");
  EXPECT_EQ(scene.change("PUT", kTarget, kDraft, "").status(), 428U);
  EXPECT_EQ(scene.change("PUT", kTarget, kDraft, "\"9\"").status(), 412U);
  EXPECT_EQ(scene.change("PUT", kTarget, kDraft, etag).status(), 200U);
  EXPECT_EQ(scene.change("DELETE", kTarget, "", "").status(), 204U);
  EXPECT_EQ(scene.change("DELETE", kTarget, "", "").status(), 404U);
  EXPECT_EQ(scene.change("PUT", kTarget, kDraft, etag).status(), 412U) << "it is not there any more";
}

TEST(DraftsApi, IsCheckedAsAWhole) {
  ApiScene scene;
  EXPECT_EQ(scene.change("PUT", kTarget, R"({"organization":{"key":"demo","name":"D"}})", "").status(), 422U)
      << "without a number nobody can try it";
  EXPECT_EQ(scene.change("PUT", kTarget, R"({"organization":{"key":"other","name":"D"},"numbers":["1"]})", "")
                .json()["errors"][0]["pointer"],
            "/organization/key");
  scene.faults = {"pattern hours: bad"};
  EXPECT_EQ(scene.change("PUT", kTarget, kDraft, "").json()["errors"][0]["pointer"], "/patterns/0");
  EXPECT_FALSE(scene.store.organizations[OrganizationKey{"demo"}].draft);
}

}  // namespace
}  // namespace parley
