// SPDX-License-Identifier: Apache-2.0
#include "call_orders.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

std::vector<HttpProblemPlace> faults_of(const char* text) {
  std::vector<HttpProblemPlace> faults;
  const auto action = read_action(Json::parse(text), faults);
  EXPECT_EQ(action.has_value(), faults.empty());
  return faults;
}

TEST(CallOrders, TravelBetweenInstances) {
  const auto call = *CallId::parse("0198c0de-0000-7000-8000-00000000abcd");
  for (const CallAction& action : {CallAction(SayAction{"one \"moment\" please"}), CallAction(EndAction{false}),
                                   CallAction(EndAction{true}), CallAction(SendDigitsAction{"12#A"})}) {
    const auto order = read_order(write_order({OrganizationKey{"demo"}, call, action}));
    ASSERT_TRUE(order);
    EXPECT_EQ(order->organization.value, "demo");
    EXPECT_EQ(order->call, call);
    EXPECT_EQ(action_json(order->action), action_json(action));
  }
  for (const char* broken : {"", "{", "[]", "{}", R"({"organization":"demo","call":"x","action":{"type":"end"}})",
                             R"({"organization":"demo","call":"0198c0de-0000-7000-8000-00000000abcd","action":1})",
                             R"({"call":"0198c0de-0000-7000-8000-00000000abcd","action":{"type":"dance"}})"}) {
    EXPECT_FALSE(read_order(broken)) << broken;
  }
}

TEST(CallOrders, AnswersTravelBack) {
  EXPECT_TRUE(read_answer(write_answer({})));
  const Result<void> refused = Error{Fault::unsupported, "its line sends no keys"};
  const auto read = read_answer(write_answer(refused));
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error(), refused.error());
  for (const char* broken : {"", "{}", "[]", R"({"fault":"new"})"}) {
    EXPECT_EQ(read_answer(broken).error().fault, Fault::unavailable) << broken;
  }
}

TEST(CallOrders, WrongActionsAreTold) {
  EXPECT_TRUE(faults_of(R"({"type":"end"})").empty());
  EXPECT_EQ(faults_of(R"({"type":"say"})").size(), 1U);
  EXPECT_EQ(faults_of(R"({"type":"send_dtmf","digits":"12x"})")[0].pointer, "/digits");
  EXPECT_EQ(faults_of(R"({"type":"say","text":"a","digits":"1"})")[0].pointer, "/digits");
  EXPECT_EQ(faults_of(R"({"type":"sing"})")[0].pointer, "/type");
}

}  // namespace
}  // namespace parley
