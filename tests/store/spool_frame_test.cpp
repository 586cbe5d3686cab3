// SPDX-License-Identifier: Apache-2.0
#include "spool_frame.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace parley {
namespace {

std::vector<std::string> payloads_of(std::string_view bytes) {
  std::vector<std::string> payloads;
  std::size_t at = 0;
  while (const auto frame = next_frame(bytes, at)) {
    payloads.emplace_back(frame->payload);
    at = frame->end;
  }
  return payloads;
}

TEST(SpoolFrame, SumsAsRfc3720Says) {
  EXPECT_EQ(crc32c("123456789"), 0xe3069283U);
  EXPECT_EQ(crc32c(std::string(32, '\0')), 0x8a9136aaU);
  EXPECT_EQ(crc32c("56789", crc32c("1234")), 0xe3069283U);
}

TEST(SpoolFrame, GivesBackWhatWasAppended) {
  std::string bytes;
  append_frame(bytes, 1, "{\"a\":1}");
  append_frame(bytes, 200, "");
  const auto first = next_frame(bytes, 0);
  ASSERT_TRUE(first);
  EXPECT_EQ(first->begin, 0U);
  EXPECT_EQ(first->type, 1);
  EXPECT_EQ(first->payload, "{\"a\":1}");
  const auto second = next_frame(bytes, first->end);
  ASSERT_TRUE(second);
  EXPECT_EQ(second->type, 200);
  EXPECT_EQ(second->payload, "");
  EXPECT_EQ(second->end, bytes.size());
  EXPECT_FALSE(next_frame(bytes, second->end));
}

// What is cut off at any byte is as if it had not been written.
TEST(SpoolFrame, ACutLeavesTheWholeEntriesBeforeIt) {
  std::string bytes;
  std::vector<std::size_t> ends;
  for (const auto* text : {"one", "", "three and more"}) {
    append_frame(bytes, 1, text);
    ends.push_back(bytes.size());
  }
  for (std::size_t length = 0; length <= bytes.size(); ++length) {
    std::size_t whole = 0;
    for (const auto end : ends) whole += end <= length ? 1 : 0;
    EXPECT_EQ(payloads_of(std::string_view(bytes).substr(0, length)).size(), whole) << length;
  }
}

// One bit that tips costs the entry that it is in, and no other.
TEST(SpoolFrame, ABitThatTipsCostsOneEntry) {
  const std::vector<std::string> texts{"first", "second entry", "third"};
  std::string bytes;
  std::vector<std::size_t> ends;
  for (const auto& text : texts) {
    append_frame(bytes, 1, text);
    ends.push_back(bytes.size());
  }
  for (std::size_t at = 0; at < bytes.size() * 8; ++at) {
    auto damaged = bytes;
    damaged[at / 8] = static_cast<char>(damaged[at / 8] ^ (1 << (at % 8)));
    auto expected = texts;
    for (std::size_t i = 0; i < ends.size(); ++i) {
      if (at / 8 >= ends[i]) continue;
      expected.erase(expected.begin() + static_cast<std::ptrdiff_t>(i));
      break;
    }
    EXPECT_EQ(payloads_of(damaged), expected) << "bit " << at;
  }
}

TEST(SpoolFrame, ALengthBeyondEverythingIsDamage) {
  std::string bytes;
  append_frame(bytes, 1, "good");
  std::string wild = bytes;
  for (std::size_t i = 4; i < 8; ++i) wild[i] = '\xff';
  EXPECT_EQ(payloads_of(wild + bytes), std::vector<std::string>{"good"});
}

}  // namespace
}  // namespace parley
