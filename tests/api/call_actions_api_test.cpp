// SPDX-License-Identifier: Apache-2.0
#include "api_scene.hpp"
#include "call_orders.hpp"
#include "support/fake_cluster.hpp"

namespace parley {
namespace {

using test::ApiScene;
using test::call_id;
using test::record_of;

const std::string kTarget = "/v1/calls/" + call_id(1).to_string() + "/actions";

TEST(CallActionsApi, ReachTheCallAndAreWrittenDown) {
  ApiScene scene;
  scene.act_answer = {};
  const auto taken = scene.post(kTarget, R"({"type":"say","text":"One moment please"})");
  EXPECT_EQ(taken.status(), 202U);
  EXPECT_EQ(taken.json(), (Json{{"call_id", call_id(1).to_string()}, {"type", "say"}, {"node", "node-a"}}));
  EXPECT_EQ(scene.post(kTarget, R"({"type":"end","farewell":false})").status(), 202U);
  EXPECT_EQ(scene.post(kTarget, R"({"type":"send_dtmf","digits":"1#"})").status(), 202U);
  ASSERT_EQ(scene.acted.size(), 3U);
  EXPECT_EQ(std::get<SayAction>(scene.acted[0].second).text, "One moment please");
  EXPECT_FALSE(std::get<EndAction>(scene.acted[1].second).farewell);
  EXPECT_EQ(std::get<SendDigitsAction>(scene.acted[2].second).digits, "1#");
  EXPECT_EQ(scene.keys.noted.front(), "call.say call " + call_id(1).to_string() + " by demo key");
}

TEST(CallActionsApi, WrongOnesAreTold) {
  ApiScene scene;
  scene.act_answer = {};
  for (const char* body : {R"({"type":"sing"})", R"({"type":"say"})", R"({"type":"say","text":""})", R"({})",
                           R"({"type":"send_dtmf","digits":"12z"})", R"({"type":"end","farewell":1})",
                           R"({"type":"end","text":"x"})", R"({"type":"end","now":true})"}) {
    EXPECT_EQ(scene.post(kTarget, body).status(), 422U) << body;
  }
  EXPECT_TRUE(scene.acted.empty());
  EXPECT_EQ(scene.post("/v1/calls/nonsense/actions", R"({"type":"end"})").status(), 404U);
}

TEST(CallActionsApi, FaultsOfTheCallHaveTheirStatus) {
  for (const auto& [fault, status] :
       {std::pair{Fault::not_found, 404U}, std::pair{Fault::closed, 404U}, std::pair{Fault::unsupported, 409U},
        std::pair{Fault::invalid_input, 422U}, std::pair{Fault::exhausted, 503U}}) {
    ApiScene scene;
    scene.act_answer = Error{fault, "because"};
    EXPECT_EQ(scene.post(kTarget, R"({"type":"end"})").status(), status);
  }
}

class OtherInstance : public ::testing::Test {
 protected:
  OtherInstance() {
    scene.parts().live = &live;
    scene.parts().cluster = &channel;
    auto record = record_of(1);
    record.node = "node-b";
    live.others = {record};
    channel.other = [this](std::string request) {
      auto act = [this](OrganizationKey organization, CallId call, CallAction action) -> Task<Result<void>> {
        there.push_back({std::move(organization), call, std::move(action)});
        co_return answer;
      };
      return answer_cluster_request(act, std::move(request));
    };
  }

  ApiScene scene;
  test::FakeLiveSessions live;
  test::FakeClusterChannel channel;
  std::vector<CallOrder> there;
  Result<void> answer;
};

TEST_F(OtherInstance, TakesWhatIsMeantForItsCall) {
  const auto taken = scene.post(kTarget, R"({"type":"say","text":"Hello"})");
  EXPECT_EQ(taken.status(), 202U);
  EXPECT_EQ(taken.json()["node"], "node-b");
  EXPECT_EQ(channel.asked, std::vector<std::string>{"node-b"});
  ASSERT_EQ(there.size(), 1U);
  EXPECT_EQ(there[0].organization.value, "demo");
  EXPECT_EQ(there[0].call, call_id(1));
}

TEST_F(OtherInstance, DecidesWhoseCallItIs) {
  answer = Error{Fault::not_found, "no such call of this organization"};
  EXPECT_EQ(scene.post(kTarget, R"({"type":"end"})", ApiScene::kOther).status(), 404U);
  EXPECT_EQ(there[0].organization.value, "other");
}

TEST_F(OtherInstance, ThatDoesNotAnswerIsToldAsThat) {
  channel.fault = Error{Fault::timed_out, "no answer within 2 s"};
  EXPECT_EQ(scene.post(kTarget, R"({"type":"end"})").code(), "instance_unavailable");
  live.away = true;
  EXPECT_EQ(scene.post(kTarget, R"({"type":"end"})").code(), "instance_unavailable");
  live.away = false;
  live.others.clear();
  EXPECT_EQ(scene.post(kTarget, R"({"type":"end"})").status(), 404U);
}

TEST_F(OtherInstance, RefusesWhatItDoesNotKnow) {
  asio::io_context loop;
  const auto told = scene.run(channel.other("{\"new\":1}"));
  EXPECT_EQ(read_answer(told).error().fault, Fault::unsupported);
}

}  // namespace
}  // namespace parley
