// SPDX-License-Identifier: Apache-2.0
#include "browser_codec.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

namespace parley {
namespace {

using Verdict = PaceWatch::Verdict;

TEST(BrowserCodecTest, TakesWholeSamplesOfUpToAQuarterOfASecond) {
  struct Case {
    std::size_t bytes;
    std::uint32_t rate;
    std::optional<std::size_t> samples;
  };
  const Case cases[] = {{0, 16000, std::nullopt},    {1, 16000, std::nullopt},   {2, 16000, 1},
                        {640, 16000, 320},           {641, 16000, std::nullopt}, {8000, 16000, 4000},
                        {8002, 16000, std::nullopt}, {4000, 8000, 2000},         {4002, 8000, std::nullopt}};
  for (const auto& one : cases) {
    EXPECT_EQ(caller_samples(std::string(one.bytes, 'x'), one.rate), one.samples) << one.bytes << " at " << one.rate;
  }
}

TEST(BrowserCodecTest, ReadsLittleEndianSamplesOfEitherSign) {
  const std::string bytes("\x01\x00\xFF\xFF\x00\x80\xFF\x7F", 8);
  std::array<std::int16_t, 4> samples{};
  unpack_samples(bytes, samples);
  EXPECT_EQ(samples, (std::array<std::int16_t, 4>{1, -1, -32768, 32767}));
}

TEST(BrowserCodecTest, PacksGenerationPositionAndSamples) {
  const std::array<std::int16_t, 2> samples{-2, 0x1234};
  std::array<char, 12> out{};
  const auto message = pack_agent_audio(2, 0x01020304, samples, out);
  EXPECT_EQ(message, std::string_view("\x02\x00\x00\x00\x04\x03\x02\x01\xFE\xFF\x34\x12", 12));
  std::array<char, 11> small{};
  EXPECT_TRUE(pack_agent_audio(2, 0, samples, small).empty());
}

class PaceWatchTest : public ::testing::Test {
 protected:
  // Messages of 20 ms at 16 kHz that hold `factor` times as much as they should; the verdict of the last one.
  Verdict feed(std::chrono::milliseconds span, double factor) {
    Verdict verdict = Verdict::taken;
    for (auto passed = 0ms; passed < span; passed += 20ms) {
      now += 20ms;
      verdict = watch.offer(static_cast<std::size_t>(320 * factor), now);
    }
    return verdict;
  }

  Instant now{std::chrono::hours{1}};
  PaceWatch watch{16000, now};
};

TEST_F(PaceWatchTest, TakesWhatComesInTime) { EXPECT_EQ(feed(60s, 1.0), Verdict::taken); }

TEST_F(PaceWatchTest, ForgivesAClockThatIsAThousandthFast) { EXPECT_EQ(feed(300s, 1.001), Verdict::taken); }

TEST_F(PaceWatchTest, DropsWhatIsMoreThanASecondAheadAndGivesUpAtThree) {
  EXPECT_EQ(feed(460ms, 3.0), Verdict::taken);
  EXPECT_EQ(feed(400ms, 3.0), Verdict::dropped);
  EXPECT_EQ(feed(700ms, 3.0), Verdict::hopeless);
}

TEST_F(PaceWatchTest, LetsALinkCatchUpThatStoodStill) {
  feed(2s, 1.0);
  now += 4s;
  for (int i = 0; i < 200; ++i) EXPECT_EQ(watch.offer(320, now), Verdict::taken) << i;
  EXPECT_EQ(feed(10s, 1.0), Verdict::taken);
}

TEST_F(PaceWatchTest, SavesUpNoMoreThanFiveSeconds) {
  now += 60s;
  int taken = 0;
  while (watch.offer(1600, now) == Verdict::taken) ++taken;
  EXPECT_NEAR(taken, 60, 1);  // five seconds behind and one ahead
}

TEST(PlayedAccountTest, KnowsWhatIsNotHeardYet) {
  PlayedAccount account;
  account.send(320);
  account.send(320);
  EXPECT_EQ(account.unheard(), 640U);
  EXPECT_TRUE(account.acknowledge(1, 320));
  EXPECT_EQ(account.unheard(), 320U);
  EXPECT_FALSE(account.acknowledge(1, 319)) << "falls";
  EXPECT_FALSE(account.acknowledge(1, 641)) << "beyond what was sent";
  EXPECT_FALSE(account.acknowledge(2, 320)) << "yet to come";
  EXPECT_EQ(account.unheard(), 320U);
}

TEST(PlayedAccountTest, ForgetsAtAClearWhatWillNeverBePlayed) {
  PlayedAccount account;
  account.send(640);
  account.clear();
  EXPECT_EQ(account.generation(), 2U);
  EXPECT_EQ(account.unheard(), 0U);
  EXPECT_TRUE(account.acknowledge(1, 500)) << "late, of no interest, and no mistake";
  EXPECT_EQ(account.unheard(), 0U);
  account.send(320);
  EXPECT_EQ(account.untold(), 960U) << "nothing of it was acknowledged";
  EXPECT_TRUE(account.acknowledge(2, 700));
  EXPECT_EQ(account.unheard(), 260U);
  EXPECT_EQ(account.untold(), 0U);
}

}  // namespace
}  // namespace parley
