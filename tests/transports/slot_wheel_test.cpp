// SPDX-License-Identifier: Apache-2.0
#include "parley/transports/slot_wheel.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <vector>

#include "transports/source_of_ticks.hpp"

namespace parley {
namespace {

using namespace std::chrono_literals;

struct Member final : Paced {
  std::vector<Instant> due;
  std::uint32_t skipped = 0;
  std::function<void()> also;
  void on_period(Instant when, std::uint32_t left_out) noexcept override {
    due.push_back(when);
    skipped += left_out;
    if (also) also();
  }
};

struct Loop {
  test::StandingClock clock;
  test::ManualAlarm* alarm = new test::ManualAlarm;  // the wheel's
  Histogram lateness{{0.001, 0.005, 0.02, 0.1}};
  SlotWheel wheel{clock, std::unique_ptr<Alarm>(alarm), &lateness};
  void advance(Duration span, Duration late = {}) { alarm->advance(clock, span, late); }
};

TEST(SlotWheel, SleepsWhileNobodySends) {
  Loop loop;
  EXPECT_FALSE(loop.alarm->due());
  Member member;
  loop.wheel.join(member);
  EXPECT_TRUE(loop.alarm->due());
  loop.wheel.leave(member);
  loop.advance(100ms);
  EXPECT_FALSE(loop.alarm->due());
  EXPECT_TRUE(member.due.empty());
}

TEST(SlotWheel, ServesEachMemberEveryTwentyMilliseconds) {
  Loop loop;
  Member member;
  loop.wheel.join(member);
  loop.advance(1000ms);
  ASSERT_EQ(member.due.size(), 50U);
  for (std::size_t n = 1; n < member.due.size(); ++n) EXPECT_EQ(member.due[n] - member.due[n - 1], 20ms);
  EXPECT_EQ(member.skipped, 0U);
  loop.wheel.leave(member);
}

TEST(SlotWheel, ServesANewMemberInTheNextSlot) {
  Loop loop;
  loop.clock.set(loop.clock.now() + 1234567us);
  Member member;
  const Instant joined = loop.clock.now();
  loop.wheel.join(member);
  loop.advance(2ms);
  ASSERT_EQ(member.due.size(), 1U);
  EXPECT_LE(member.due[0] - joined, 1ms);
  loop.wheel.leave(member);
}

TEST(SlotWheel, SpreadsCallsOverTheWholePeriod) {
  Loop loop;
  std::vector<Member> members(40);
  for (auto& member : members) loop.wheel.join(member);
  loop.advance(20ms);
  std::map<Instant, int> together;
  for (const auto& member : members) {
    ASSERT_EQ(member.due.size(), 1U);
    ++together[member.due[0]];
  }
  EXPECT_EQ(together.size(), 20U);
  for (const auto& [when, count] : together) EXPECT_EQ(count, 2);
  for (auto& member : members) loop.wheel.leave(member);
}

TEST(SlotWheel, DoesNotDriftWhenEveryAlarmIsLate) {
  Loop loop;
  Member member;
  loop.wheel.join(member);
  loop.advance(2000ms, 700us);
  ASSERT_GE(member.due.size(), 99U);
  EXPECT_EQ(member.due.back() - member.due.front(), 20ms * (member.due.size() - 1));
  loop.wheel.leave(member);
}

TEST(SlotWheel, LeavesPeriodsOutInsteadOfSendingABurst) {
  Loop loop;
  Member member;
  loop.wheel.join(member);
  loop.advance(200ms);
  const std::size_t before = member.due.size();
  loop.clock.set(loop.clock.now() + 105ms);  // the loop stood still
  loop.advance(0ms);
  EXPECT_EQ(member.due.size(), before + 1);
  EXPECT_EQ(member.skipped, 5U);  // six were due
  EXPECT_EQ(loop.wheel.skipped_periods(), 5U);
  loop.advance(200ms);
  EXPECT_EQ(member.skipped, 5U);
  EXPECT_EQ((member.due.back() - member.due.front()) % 20ms, 0ms);
  loop.wheel.leave(member);
}

TEST(SlotWheel, ALateTurnOfLessThanAPeriodLosesNothing) {
  Loop loop;
  Member member;
  loop.wheel.join(member);
  loop.advance(100ms);
  loop.clock.set(loop.clock.now() + 19ms);
  loop.advance(200ms);
  EXPECT_EQ(member.skipped, 0U);
  loop.wheel.leave(member);
}

TEST(SlotWheel, MeasuresHowLateSendsWereIncludingThoseLeftOut) {
  Loop loop;
  Member member;
  loop.wheel.join(member);
  loop.advance(100ms, 3ms);
  EXPECT_EQ(loop.lateness.in_bucket(0), 0U);
  EXPECT_EQ(loop.lateness.in_bucket(1), member.due.size());
  const std::uint64_t before = loop.lateness.in_bucket(3);
  loop.clock.set(loop.clock.now() + 90ms);
  loop.advance(0ms);
  // Due 101, 121, 141, 161 and 181 ms after the start, sent at 190.
  EXPECT_EQ(loop.lateness.in_bucket(3), before + 4);
  loop.wheel.leave(member);
}

TEST(SlotWheel, MembersMayLeaveAndJoinWhileServed) {
  Loop loop;
  Member first;
  Member second;
  Member joiner;
  loop.wheel.join(first);
  loop.wheel.join(second);
  first.also = [&] {
    if (first.due.size() == 2) {
      loop.wheel.leave(second);
      loop.wheel.join(joiner);
      loop.wheel.leave(first);
    }
  };
  loop.advance(200ms);
  EXPECT_EQ(first.due.size(), 2U);
  EXPECT_LE(second.due.size(), 2U);
  EXPECT_GE(joiner.due.size(), 8U);
  EXPECT_EQ(joiner.skipped, 0U);
  EXPECT_EQ(loop.wheel.size(), 1U);
  loop.wheel.leave(joiner);
}

TEST(SlotWheel, AMemberThatLeavesIsNotServedAgainInTheSameTurn) {
  Loop loop;
  std::vector<Member> members(40);  // two a slot
  for (auto& member : members) loop.wheel.join(member);
  for (std::size_t n = 0; n < 20; ++n) members[n].also = [&, n] { loop.wheel.leave(members[n + 20]); };
  loop.advance(100ms);
  for (std::size_t n = 20; n < 40; ++n) EXPECT_TRUE(members[n].due.empty()) << n;
  for (std::size_t n = 0; n < 20; ++n) {
    EXPECT_EQ(members[n].due.size(), 5U);
    loop.wheel.leave(members[n]);
  }
}

}  // namespace
}  // namespace parley
