// SPDX-License-Identifier: Apache-2.0
#include "stream_framer.hpp"

#include <gtest/gtest.h>

#include "sip_text.hpp"

namespace parley::sip {
namespace {

using Frames = std::vector<StreamFramer::Frame>;

TEST(StreamFramer, CutsTheSameMessagesHoweverTheBytesCome) {
  const auto one = test::invite().text();
  auto compact = std::string("BYE sip:a@b SIP/2.0\r\nl : 2\r\n\r\nab");
  const auto stream = "\r\n\r\n" + one + compact + "\r\n" + one;
  const Frames expected{StreamFramer::Ping{}, StreamFramer::Message{one}, StreamFramer::Message{compact},
                        StreamFramer::Message{one}};
  for (const std::size_t step : {std::size_t{1}, std::size_t{2}, std::size_t{7}, stream.size()}) {
    StreamFramer framer;
    Frames frames;
    for (std::size_t at = 0; at < stream.size(); at += step) {
      for (auto& frame : framer.feed(std::string_view(stream).substr(at, step))) frames.push_back(std::move(frame));
    }
    EXPECT_EQ(frames, expected) << step;
    EXPECT_FALSE(framer.broken());
  }
}

TEST(StreamFramer, BreaksWhereNoBorderCanBeFound) {
  const std::string wrong[] = {"BYE sip:a@b SIP/2.0\r\nTo: x\r\n\r\n", "BYE x SIP/2.0\r\nContent-Length: -1\r\n\r\n",
                               "BYE x SIP/2.0\r\nContent-Length: 70000\r\n\r\n", std::string(70000, 'x')};
  for (const auto& bytes : wrong) {
    StreamFramer framer;
    EXPECT_EQ(framer.feed(bytes), Frames{}) << bytes.substr(0, 60);
    EXPECT_TRUE(framer.broken()) << bytes.substr(0, 60);
    EXPECT_EQ(framer.feed(test::invite().text()), Frames{});
  }
}

}  // namespace
}  // namespace parley::sip
