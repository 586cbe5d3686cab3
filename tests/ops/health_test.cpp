// SPDX-License-Identifier: Apache-2.0
#include "parley/ops/health.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace parley {
namespace {

NodeState well() {
  NodeState node;
  node.configured = node.call_slot_free = node.rtp_port_free = true;
  node.links = {{"recogniser", LinkNeed::essential, {LinkState::ok, "", "", ""}},
                {"database", LinkNeed::optional, {LinkState::ok, "", "", ""}}};
  return node;
}

using Names = std::vector<std::string>;

TEST(Readiness, IsThereWhenEverythingIsWell) { EXPECT_EQ(decide_readiness(well()), (Readiness{true, {}, {}})); }

TEST(Readiness, ALostStoreOnlyDegrades) {
  auto node = well();
  node.links[1].health.state = LinkState::broken;
  EXPECT_EQ(decide_readiness(node), (Readiness{true, {}, {"database"}}));
  node.links[1].health.state = LinkState::starting;
  EXPECT_EQ(decide_readiness(node), (Readiness{true, {}, {"database"}}));
  node = well();
  node.links[0].health.state = LinkState::degraded;
  EXPECT_EQ(decide_readiness(node), (Readiness{true, {}, {"recogniser"}}));
}

TEST(Readiness, EachReasonAloneIsEnough) {
  struct Case {
    void (*break_it)(NodeState&);
    const char* reason;
  };
  for (const auto& [break_it, reason] :
       {Case{[](NodeState& n) { n.configured = false; }, "no_configuration"},
        Case{[](NodeState& n) { n.call_slot_free = false; }, "full: no call slot"},
        Case{[](NodeState& n) { n.rtp_port_free = false; }, "full: no RTP port"},
        Case{[](NodeState& n) { n.draining = true; }, "draining"},
        Case{[](NodeState& n) { n.links[0].health.state = LinkState::broken; }, "no_engine: recogniser"},
        Case{[](NodeState& n) { n.links[0].health.state = LinkState::starting; }, "starting: recogniser"}}) {
    auto node = well();
    break_it(node);
    EXPECT_EQ(decide_readiness(node), (Readiness{false, {reason}, {}})) << reason;
  }
}

TEST(Readiness, ANodeThatNobodyFilledInIsNotReady) { EXPECT_FALSE(decide_readiness(NodeState{}).ready); }

TEST(Chain, AsksItsProvidersInOrderAtEachSnapshot) {
  Chain chain;
  int asked = 0;
  chain.add("voice", LinkNeed::essential, [&] { return LinkHealth{LinkState::ok, std::to_string(++asked), "", ""}; });
  chain.add("sip", LinkNeed::optional, [] { return LinkHealth{LinkState::degraded, "", "late", "restart"}; });
  chain.snapshot();
  const auto links = chain.snapshot();
  ASSERT_EQ(links.size(), 2U);
  EXPECT_EQ(links[0], (Link{"voice", LinkNeed::essential, {LinkState::ok, "2", "", ""}}));
  EXPECT_EQ(links[1].health.remedy, "restart");
}

TEST(Chain, AProviderThatThrowsIsABrokenLink) {
  Chain chain;
  chain.add("voice", LinkNeed::essential, []() -> LinkHealth { throw std::runtime_error("no model"); });
  const auto links = chain.snapshot();
  EXPECT_EQ(links[0].health.state, LinkState::broken);
  EXPECT_EQ(links[0].health.last_error, "no model");
}

TEST(DrainState, StaysOnceItHasBegun) {
  DrainState drain;
  EXPECT_FALSE(drain.draining());
  drain.begin();
  drain.begin();
  EXPECT_TRUE(drain.draining());
}

}  // namespace
}  // namespace parley
