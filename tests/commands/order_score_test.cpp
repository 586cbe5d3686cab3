// SPDX-License-Identifier: Apache-2.0
#include "order_score.hpp"

#include <gtest/gtest.h>

namespace parley::commands {
namespace {

TEST(OrderScore, CountsSlotsAndWholeOrders) {
  OrderDomain domain;
  domain.slots["size"] = {"small", "large"};
  domain.slots["milk"] = {"milk", "soy milk"};
  OrderScore score;
  const OrderLabel label{"a.wav", {{"size", "large"}, {"milk", " milk"}}};
  EXPECT_TRUE(score.count(domain, label, "a large coffee with milk").empty());
  EXPECT_EQ(score.count(domain, label, "a large coffee with soy milk"), std::vector<std::string>{"milk"});
  EXPECT_EQ(score.count(domain, label, "").size(), 2u);
  EXPECT_EQ(score.slots, (Share{3, 6}));
  EXPECT_EQ(score.all_slots, (Share{1, 3}));
}

TEST(OrderScore, ReadsLabelsAndExamples) {
  const auto labels = read_labels(R"({"a.wav": {"intent": "order", "slots": {"size": "small"}}})");
  ASSERT_TRUE(labels);
  EXPECT_EQ(*labels, (std::vector<OrderLabel>{{"a.wav", {{"size", "small"}}}}));
  for (const auto* text : {"", "[]", "{\"a\": 1}", "{\"a\": {}}", "{\"a\": {\"slots\": {\"b\": 1}}}"}) {
    EXPECT_FALSE(read_labels(text)) << text;
  }
  EXPECT_EQ(read_examples("one\r\n\ntwo three\n"), (std::vector<std::string>{"one", "two three"}));
}

}  // namespace
}  // namespace parley::commands
