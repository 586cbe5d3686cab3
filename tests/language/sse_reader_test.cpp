// SPDX-License-Identifier: Apache-2.0
#include "sse_reader.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

using Events = std::vector<std::string>;

Events in_pieces(std::string_view text, std::size_t size) {
  SseReader reader;
  Events all;
  for (std::size_t at = 0; at < text.size(); at += size)
    for (auto& event : reader.feed(text.substr(at, size))) all.push_back(std::move(event));
  if (auto last = reader.finish(); !last.empty()) all.push_back(std::move(last));
  return all;
}

TEST(SseReader, GivesTheSameEventsHoweverTheBytesAreCut) {
  constexpr std::string_view kText =
      "\xef\xbb\xbf"
      "data: {\"a\":1}\r\n\r\n: keep-alive\n\nevent: x\ndata:two\ndata: lines\n\rdata: [DONE]\r\rdata:cut off";
  const Events expected{"{\"a\":1}", "two\nlines", "[DONE]", "cut off"};
  for (std::size_t size = 1; size <= kText.size(); ++size) EXPECT_EQ(in_pieces(kText, size), expected) << size;
}

TEST(SseReader, CommentsAndOtherFieldsAloneAreNoEvent) {
  EXPECT_EQ(in_pieces(": OPENROUTER PROCESSING\n\nid: 4\nretry: 10\n\n", 7), Events{});
}

TEST(SseReader, AnEmptyDataLineIsAnEventWithoutText) { EXPECT_EQ(in_pieces("data\n\ndata:\n\n", 3), (Events{"", ""})); }

TEST(SseReader, StopsAtAnEventWithoutEnd) {
  SseReader reader;
  EXPECT_TRUE(reader.feed("data: " + std::string(SseReader::kMostBytes + 1, 'x')).empty());
  EXPECT_TRUE(reader.too_large());
  EXPECT_TRUE(reader.feed("\n\ndata: later\n\n").empty());
}

}  // namespace
}  // namespace parley
