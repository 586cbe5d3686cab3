// SPDX-License-Identifier: Apache-2.0
#include "cache_entry.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace parley {
namespace {

constexpr CacheAddress kDemo{CacheUse::reply, "demo", "key-1", "g1"};

TEST(CacheEntry, ComesBackAsItWent) {
  std::string bytes;
  for (int i = 0; i < 512; ++i) bytes += static_cast<char>(i);
  for (const std::string& value :
       {std::string("We open at nine."), std::string(), std::string("Gr\xC3\xBC\xC3\x9F Gott \"quoted\"\n"), bytes,
        std::string("a\0b", 3), std::string("\xFF\xFE\xFD"), std::string("\xFF"), std::string("\xFF\xFE")}) {
    const auto read = read_cache_entry(write_cache_entry(kDemo, value), kDemo);
    EXPECT_EQ(read.verdict, EntryVerdict::good);
    EXPECT_EQ(read.value, value);
  }
}

TEST(CacheEntry, IsOutdatedWhenItsGenerationHasGone) {
  auto now = kDemo;
  now.generation = "g2";
  const auto read = read_cache_entry(write_cache_entry(kDemo, "old"), now);
  EXPECT_EQ(read.verdict, EntryVerdict::outdated);
  EXPECT_EQ(read.value, "");
}

TEST(CacheEntry, IsDamagedForEverybodyElse) {
  const auto text = write_cache_entry(kDemo, "mine");
  const CacheAddress others[] = {{CacheUse::audio, "demo", "key-1", "g1"},
                                 {CacheUse::reply, "other", "key-1", "g1"},
                                 {CacheUse::reply, "demo", "key-2", "g1"}};
  for (const auto& other : others) EXPECT_EQ(read_cache_entry(text, other).verdict, EntryVerdict::damaged);
}

struct Change {
  const char* what;
  const char* member;
  nlohmann::json value;  // null: the member is taken away
};

TEST(CacheEntry, IsDamagedWhenAMemberIsWrongOrMissing) {
  const Change changes[] = {
      {"another schema version", "v", 2},
      {"an older one", "v", 0},
      {"a version that is no whole number", "v", 1.5},
      {"a version in words", "v", "1"},
      {"no version", "v", nullptr},
      {"no organization", "organization", nullptr},
      {"an organization that is a list", "organization", nlohmann::json::array({"demo"})},
      {"no key", "key", nullptr},
      {"no digest", "digest", nullptr},
      {"another digest", "digest", "00"},
      {"another text", "text", "We open at ten."},
      {"a text that is a number", "text", 7},
      {"no text", "text", nullptr},
  };
  const auto whole = nlohmann::json::parse(write_cache_entry(kDemo, "We open at nine."));
  ASSERT_EQ(read_cache_entry(whole.dump(), kDemo).verdict, EntryVerdict::good);
  for (const auto& change : changes) {
    auto entry = whole;
    if (change.value.is_null()) {
      entry.erase(change.member);
    } else {
      entry[change.member] = change.value;
    }
    EXPECT_EQ(read_cache_entry(entry.dump(), kDemo).verdict, EntryVerdict::damaged) << change.what;
  }
}

TEST(CacheEntry, IsDamagedWhenItIsNoSuchJson) {
  auto text = write_cache_entry(kDemo, "We open at nine.");
  for (std::size_t size = 0; size < text.size(); ++size) {
    EXPECT_EQ(read_cache_entry(text.substr(0, size), kDemo).verdict, EntryVerdict::damaged) << size;
  }
  for (const char* other : {"garbage", "[]", "null", "7", "\"text\"", "{}", "{\"v\":1}"}) {
    EXPECT_EQ(read_cache_entry(other, kDemo).verdict, EntryVerdict::damaged) << other;
  }
  EXPECT_EQ(read_cache_entry(std::string(100000, '['), kDemo).verdict, EntryVerdict::damaged);
}

TEST(CacheEntry, IsDamagedWhenAnyOneByteHasChanged) {
  for (const std::string& value : {std::string("We open at nine."), std::string("\xFF\x01\x02")}) {
    const auto text = write_cache_entry(kDemo, value);
    for (std::size_t place = 0; place < text.size(); ++place) {
      auto changed = text;
      changed[place] = static_cast<char>(changed[place] ^ 1);
      const auto read = read_cache_entry(changed, kDemo);
      EXPECT_TRUE(read.verdict != EntryVerdict::good || read.value == value) << changed;
    }
  }
}

}  // namespace
}  // namespace parley
