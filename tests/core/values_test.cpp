// SPDX-License-Identifier: Apache-2.0
// Values of core that are headers alone.
#include <gtest/gtest.h>

#include <algorithm>
#include <type_traits>

#include "parley/core/audio_frame.hpp"
#include "parley/core/invariant.hpp"
#include "parley/core/log.hpp"
#include "parley/core/meters.hpp"
#include "parley/core/result.hpp"
#include "parley/core/time.hpp"

namespace parley {
namespace {

TEST(MediaTime, CountsSamplesAtItsRate) {
  EXPECT_EQ(samples_in(20ms, SampleRate::hz_8000), 160);
  EXPECT_EQ(samples_in(20ms, SampleRate::hz_48000), 960);
  EXPECT_EQ(to_milliseconds(MediaTime{8000, SampleRate::hz_8000}), 1000ms);
  EXPECT_EQ(to_milliseconds(MediaTime{159, SampleRate::hz_8000}), 19ms);
}

TEST(MediaTime, ADayOfSamplesDoesNotOverflow) {
  const auto day = std::chrono::milliseconds(std::chrono::hours(24));
  EXPECT_EQ(to_milliseconds(MediaTime{samples_in(day, SampleRate::hz_48000), SampleRate::hz_48000}), day);
}

TEST(AudioFrame, HoldsItsSamplesSoThatCopyingNeverAllocates) {
  static_assert(std::is_trivially_copyable_v<AudioFrame>);
  AudioFrame frame;
  frame.count = 160;
  EXPECT_EQ(frame.used().size(), 160U);
  EXPECT_GE(AudioFrame::kCapacity, static_cast<std::size_t>(samples_in(20ms, SampleRate::hz_48000)));
  EXPECT_GE(AudioFrame::kCapacity, static_cast<std::size_t>(samples_in(60ms, SampleRate::hz_16000)));
}

Result<int> half_of(int number) {
  if (number % 2 != 0) return Error{Fault::invalid_input, "odd"};
  return number / 2;
}

TEST(Result, IsAValueOrAnError) {
  EXPECT_EQ(half_of(4).value(), 2);
  ASSERT_TRUE(half_of(3).has_error());
  EXPECT_EQ(half_of(3).error(), (Error{Fault::invalid_input, "odd"}));
}

TEST(Result, ReadingTheValueOfAFailureIsOurMistakeAndSaysWhich) {
  try {
    static_cast<void>(half_of(3).value());
    FAIL() << "no exception";
  } catch (const std::logic_error& mistake) {
    EXPECT_STREQ(mistake.what(), "value of a failed result: odd");
  }
}

void require(bool condition) { PARLEY_INVARIANT(condition); }

TEST(Invariant, HoldsOrEndsTheCall) {
  require(true);
#ifdef NDEBUG
  EXPECT_THROW(require(false), InvariantBroken);
#else
  testing::GTEST_FLAG(death_test_style) = "threadsafe";
  EXPECT_DEATH(require(false), "");
#endif
}

class Lines final : public LogSink {
 public:
  void write(const LogLine& line) noexcept override {
    text += std::string(line.event) + ":";
    for (const auto* fields : {line.context, line.fields}) {
      for (const auto& field : *fields) text += " " + field.name;
    }
    text += "\n";
  }
  std::string text;
};

TEST(Log, EveryLineCarriesItsContextAndTheParentStaysAsItWas) {
  Lines lines;
  const Log server(lines);
  const Log call = server.with({"call", "c1"}).with({"organization", "demo"});
  call.info("call.started", "", {{"port", 10000}});
  server.warning("server.slow", "");
  EXPECT_EQ(lines.text, "call.started: call organization port\nserver.slow:\n");
}

TEST(Log, FieldsKeepTheirType) {
  EXPECT_TRUE(std::holds_alternative<std::string>(LogField("a", "text").value));
  EXPECT_TRUE(std::holds_alternative<bool>(LogField("a", true).value));
  EXPECT_TRUE(std::holds_alternative<std::int64_t>(LogField("a", 7U).value));
  EXPECT_TRUE(std::holds_alternative<double>(LogField("a", 0.5).value));
}

TEST(Log, WithoutASinkItDiscards) { Log().error("nobody.listens", "fine", {{"a", 1}}); }

TEST(Histogram, PutsAValueInTheFirstBucketThatHoldsIt) {
  Histogram times({0.1, 0.2});
  times.observe(0.1);  // bounds are inclusive, as Prometheus wants
  times.observe(0.15);
  times.observe(0.3);
  EXPECT_EQ(times.in_bucket(0), 1U);
  EXPECT_EQ(times.in_bucket(1), 1U);
  EXPECT_EQ(times.in_bucket(2), 1U);
  EXPECT_NEAR(times.sum_seconds(), 0.55, 1e-9);
}

TEST(Counter, Counts) {
  Counter calls;
  calls.add();
  calls.add(4);
  EXPECT_EQ(calls.value(), 5U);
  Gauge busy;
  busy.set(3);
  busy.add(-1);
  EXPECT_EQ(busy.value(), 2);
}

}  // namespace
}  // namespace parley
