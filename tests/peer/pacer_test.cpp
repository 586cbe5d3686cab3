// SPDX-License-Identifier: Apache-2.0
#include "pacer.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>

#include "parley/async/task_group.hpp"
#include "support/manual_clock.hpp"

namespace parley::peer {
namespace {

struct Counting : Pacer::Member {
  explicit Counting(Pacer& pacer_of) : pacer(pacer_of) {}
  void on_slot(Duration late) override {
    EXPECT_EQ(late, Duration::zero());
    if (++slots == leaves_after) pacer.remove(*this);
  }
  Pacer& pacer;
  int slots = 0;
  int leaves_after = -1;
};

TEST(Pacer, EveryMemberGetsEverySlotUntilItLeaves) {
  asio::io_context loop;
  parley::test::ManualClock clock(loop);
  Pacer pacer(clock);
  TaskGroup group(loop.get_executor());
  Counting stays(pacer);
  Counting leaves(pacer);
  leaves.leaves_after = 3;
  pacer.add(leaves);
  pacer.add(stays);
  group.start(pacer.run());
  clock.advance(200ms);
  EXPECT_EQ(stays.slots, 10);
  EXPECT_EQ(leaves.slots, 3);
  Counting late_comer(pacer);
  pacer.add(late_comer);
  clock.advance(40ms);
  EXPECT_EQ(late_comer.slots, 2);
  EXPECT_EQ(stays.slots, 12);
  group.stop();
  auto joined = asio::co_spawn(loop, group.join(), asio::use_future);
  clock.drain();
  joined.get();
}

}  // namespace
}  // namespace parley::peer
