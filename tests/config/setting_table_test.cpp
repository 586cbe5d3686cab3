// SPDX-License-Identifier: Apache-2.0
#include "setting_table.hpp"

#include <gtest/gtest.h>

#include <set>

namespace parley {
namespace {

const SettingRow& row(std::string_view key) {
  for (const auto& candidate : setting_table()) {
    if (candidate.key == key) return candidate;
  }
  throw std::out_of_range(std::string(key));
}

TEST(SettingTable, EveryKeyAndVariableIsThereOnce) {
  std::set<std::string> keys;
  std::set<std::string> variables;
  for (const auto& setting : setting_table()) {
    EXPECT_TRUE(keys.insert(setting.key).second) << setting.key;
    EXPECT_TRUE(variables.insert(setting.variable()).second) << setting.variable();
  }
}

TEST(SettingTable, VariablesFollowTheRule) {
  EXPECT_EQ(row("sip.port").variable(), "PARLEY_SIP_PORT");
  EXPECT_EQ(row("state_dir").variable(), "PARLEY_STATE_DIR");
  EXPECT_EQ(row("models_dir").variable(), "PARLEY_MODELS_DIR");
  EXPECT_EQ(row("calls.no_media_later_ms").variable(), "PARLEY_CALLS_NO_MEDIA_LATER_MS");
}

TEST(SettingTable, EveryDefaultIsWithinItsOwnRangeAndReadsBack) {
  for (const auto& setting : setting_table()) {
    const std::string written = setting.write(Settings{});
    Settings settings;
    EXPECT_TRUE(setting.read(settings, written)) << setting.key << " = " << written;
    EXPECT_EQ(settings, Settings{}) << setting.key;
  }
}

TEST(SettingTable, EveryRowChangesItsOwnPlaceAlone) {
  for (const auto& setting : setting_table()) {
    Settings settings;
    bool changed = false;
    for (const std::string value :
         {"false", "true", "1500", "7", "20000-20009", "error", "a-key-of-16-chars-or-more", "elsewhere",
          "https://parley.example", "unix:///run/redis.sock", "scripted", "shadow", "onnx"}) {
      if (setting.write(settings) == value || !setting.read(settings, value)) continue;
      changed = true;
      break;
    }
    ASSERT_TRUE(changed) << setting.key;
    for (const auto& neighbour : setting_table()) {
      const bool same = neighbour.write(settings) == neighbour.write(Settings{});
      EXPECT_EQ(same, neighbour.key != setting.key) << setting.key << " and " << neighbour.key;
    }
  }
}

TEST(SettingTable, RefusesWhatIsOutOfRange) {
  struct Case {
    const char* key;
    const char* text;
  };
  for (const auto& [key, text] :
       {Case{"sip.port", "65536"}, Case{"sip.port", "-1"}, Case{"sip.port", ""}, Case{"sip.port", "5060x"},
        Case{"sip.port", " 5060"}, Case{"rtp.ports", "10000"}, Case{"rtp.ports", "10000-9000"},
        Case{"rtp.ports", "80-90"}, Case{"rtp.ports", "60000-70000"}, Case{"calls.real_time", "yes"},
        Case{"log.level", "loud"}, Case{"state_dir", ""}, Case{"sip.bind", "a b"}, Case{"api.demo_key", "short"},
        Case{"api.demo_key", "with a space in the middle"}, Case{"calls.limit", "0"},
        Case{"turns.silence_when_unsure_ms", "99999"}}) {
    Settings settings;
    EXPECT_FALSE(row(key).read(settings, text)) << key << " = " << text;
    EXPECT_EQ(settings, Settings{}) << key;
  }
}

}  // namespace
}  // namespace parley
