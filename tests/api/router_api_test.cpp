// SPDX-License-Identifier: Apache-2.0
#include "api_scene.hpp"
#include "stored_api_scene.hpp"

namespace parley {
namespace {

using test::ApiScene;

// The scene's directory with a router, as a serving node has it.
void serve(ApiScene& scene, const RouterFlags& flags = {}) {
  Organization demo;
  demo.key = {"demo"};
  demo.name = "Demo";
  demo.router = flags;
  demo.patterns = {ApiScene::pattern("hours", "We are open.")};
  auto router = create_rule_router(demo);
  ASSERT_TRUE(router) << router.error().message;
  ASSERT_TRUE(scene.directory.serve({{std::make_shared<const Organization>(demo), *router}}));
}

TEST(RouterApi, ExplainsByWhatIsServed) {
  ApiScene scene;
  serve(scene);
  const auto answer = scene.post("/v1/router/explain", R"({"text":"Tell me about HOURS!"})");
  ASSERT_EQ(answer.status(), 200U) << answer.response.body;
  const auto json = answer.json();
  EXPECT_EQ(json["normalised"], "tell me about hours");
  EXPECT_EQ(json["decision"]["pattern"], "hours");
  EXPECT_EQ(json["decision"]["method"], "exact");
  EXPECT_EQ(json["enabled"], true);
  EXPECT_TRUE(json["in_rollout"].is_null());
  const auto unknown = scene.post("/v1/router/explain", R"({"text":"where is the moon"})").json();
  EXPECT_TRUE(unknown["decision"]["pattern"].is_null());
}

TEST(RouterApi, SaysWhetherTheRouterAnswersThisCaller) {
  ApiScene scene;
  RouterFlags flags;
  flags.rollout = {0, {"+15550100"}, {}};
  serve(scene, flags);
  RouterSwitch everywhere;
  scene.parts().router_switch = &everywhere;
  const auto asked = [&](const std::string& caller) {
    return scene.post("/v1/router/explain", R"({"text":"hours","caller":")" + caller + "\"}").json();
  };
  EXPECT_EQ(asked("15550100")["in_rollout"], true);
  EXPECT_EQ(asked("15550101")["in_rollout"], false);
  EXPECT_EQ(asked("15550100")["enabled"], true);
  everywhere.set(false);
  EXPECT_EQ(asked("15550100")["enabled"], false);
}

TEST(RouterApi, BadQuestionsAreRefused) {
  ApiScene scene;
  serve(scene);
  for (const char* body : {"{}", R"({"text":""})", R"({"text":5})", R"({"text":"a","confidence":1.1})",
                           R"({"text":"a","confidence":-0.1})", R"({"text":"a","colour":"red"})"})
    EXPECT_EQ(scene.post("/v1/router/explain", body).status(), 422U) << body;
  EXPECT_EQ(scene.post("/v1/router/explain", R"({"text":"a"})", ApiScene::kOther).code(), "not_served");
}

TEST(RouterApi, WithoutTheirStoreTheRestIsUnavailable) {
  ApiScene scene;
  EXPECT_EQ(scene.get("/v1/router/candidates").status(), 503U);
  EXPECT_EQ(scene.get("/v1/router/answered").status(), 503U);
  EXPECT_EQ(scene.get("/v1/analytics/router/demo").status(), 503U);
  EXPECT_EQ(scene.get("/v1/alerts").status(), 503U);
  EXPECT_EQ(scene.post("/v1/patterns/reset-stats", "").status(), 503U);
}

class RouterApiOnPostgres : public test::StoredApiScene {};

TEST_F(RouterApiOnPostgres, CandidatesAreApprovedAndRefused) {
  const auto listed = ask({"GET", "/v1/router/candidates", theirs, "", {}}).json()["data"];
  ASSERT_EQ(listed.size(), 1U);
  EXPECT_EQ(listed[0]["state"], "seen");
  EXPECT_EQ(ask({"GET", "/v1/router/candidates?state=learned", theirs, "", {}}).json()["data"].size(), 0U);
  EXPECT_EQ(ask({"GET", "/v1/router/candidates?state=odd", theirs, "", {}}).code(), "invalid_state");
  EXPECT_EQ(ask({"GET", "/v1/router/candidates?cursor=odd", theirs, "", {}}).code(), "invalid_cursor");
  const auto target = "/v1/router/candidates/" + candidate_id;
  EXPECT_EQ(ask({"POST", target, theirs, R"({"decision":"approve"})", {}}).json()["state"], "approved");
  EXPECT_EQ(ask({"POST", target, theirs, R"({"decision":"refuse"})", {}}).json()["state"], "refused");
  EXPECT_EQ(ask({"POST", target, theirs, R"({"decision":"maybe"})", {}}).status(), 422U);
  EXPECT_EQ(ask({"POST", target, mine, R"({"decision":"approve"})", {}}).status(), 404U);
}

TEST_F(RouterApiOnPostgres, AQuestionThatWasTaughtByItselfIsListedAndTakenBack) {
  const auto listed = ask({"GET", "/v1/router/answered", theirs, "", {}}).json()["data"];
  ASSERT_EQ(listed.size(), 1U);
  EXPECT_EQ(listed[0]["pattern"], "question");
  EXPECT_EQ(listed[0]["audited"], true);
  EXPECT_EQ(ask({"GET", "/v1/router/answered", mine, "", {}}).json()["data"].size(), 0U);
  const std::string target = "/v1/router/answered/forget";
  const std::string body = R"({"question":"MARKER answered"})";
  EXPECT_EQ(ask({"POST", target, mine, body, {}}).status(), 404U);
  EXPECT_EQ(ask({"POST", target, theirs, R"({"question":""})", {}}).status(), 422U);
  EXPECT_EQ(ask({"POST", target, theirs, body, {}}).status(), 204U);
  EXPECT_EQ(ask({"POST", target, theirs, body, {}}).status(), 404U);
  EXPECT_EQ(ask({"GET", "/v1/router/answered", theirs, "", {}}).json()["data"].size(), 0U);
}

}  // namespace
}  // namespace parley
