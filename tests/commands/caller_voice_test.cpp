// SPDX-License-Identifier: Apache-2.0
#include "caller_voice.hpp"

#include <gtest/gtest.h>

#include <filesystem>

#include "parley/media/wav.hpp"
#include "surroundings.hpp"

namespace parley::commands {
namespace {

TEST(CallerVoice, TheSameTextIsSpokenOnce) {
  auto clock = create_system_clock();
  auto scripted = std::make_unique<parley::test::ScriptedVoice>(*clock);
  const auto& spoken = scripted->spoken;
  CallerVoice voice(std::move(scripted));
  const auto first = voice.say("a", "hello there");
  const auto again = voice.say("a", "hello there");
  ASSERT_TRUE(first);
  EXPECT_EQ((*first)->size(), 1600u);
  EXPECT_EQ(*first, *again);
  EXPECT_TRUE(voice.say("b", "hello there"));
  EXPECT_EQ(spoken.size(), 2u);
}

TEST(CallerVoice, WithoutAVoiceItSaysWhatToDo) {
  CallerVoice none(nullptr);
  EXPECT_NE(none.say("a", "hello").error().message.find("--play"), std::string::npos);
  auto clock = create_system_clock();
  auto broken = std::make_unique<parley::test::ScriptedVoice>(*clock);
  broken->broken = true;
  EXPECT_EQ(CallerVoice(std::move(broken)).say("a", "hello").error().message, "no voice");
}

TEST(LoadSound, BringsFilesToTheRateOfTheCall) {
  const auto path = (std::filesystem::temp_directory_path() / "parley_load_sound_test.wav").string();
  ASSERT_TRUE(write_wav(path, WavSound{16000, 2, std::vector<std::int16_t>(2 * 1600, 500)}));
  const auto sound = load_sound(path);
  ASSERT_TRUE(sound);
  EXPECT_EQ((*sound)->size(), 800u);
  EXPECT_NEAR((**sound)[400], 500, 20);
  ASSERT_TRUE(write_wav(path, WavSound{}));
  EXPECT_FALSE(load_sound(path));
  std::filesystem::remove(path);
  EXPECT_FALSE(load_sound(path));
}

}  // namespace
}  // namespace parley::commands
