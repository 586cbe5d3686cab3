// SPDX-License-Identifier: Apache-2.0
#include "sdp.hpp"

#include <gtest/gtest.h>

namespace parley::sip {
namespace {

TEST(Sdp, ReadsWhatOfferAndAnswerNeed) {
  const auto description = parse_sdp(
      "v=0\no=- 1 1 IN IP4 10.0.0.1\ns=Twilio Media Gateway\nc=IN IP4 198.51.100.1/127\nt=0 0\na=sendonly\n"
      "m=audio 19888/2 RTP/AVP 0 101\na=rtpmap:0 PCMU/8000\na=rtpmap:101 telephone-event/8000\na=ptime:30\n"
      "a=maxptime:40\nm=video 5000 RTP/AVP 99\nc=IN IP6 2001:db8::1\na=inactive\n");
  ASSERT_TRUE(description);
  ASSERT_EQ(description->streams.size(), 2U);
  EXPECT_EQ(description->streams[0], (SdpStream{"audio",
                                                19888,
                                                "RTP/AVP",
                                                {{"0", "PCMU/8000"}, {"101", "telephone-event/8000"}},
                                                "198.51.100.1",
                                                MediaDirection::sendonly,
                                                30,
                                                40}));
  EXPECT_EQ(description->streams[1], (SdpStream{"video",
                                                5000,
                                                "RTP/AVP",
                                                {{"99", ""}},
                                                "2001:db8::1",
                                                MediaDirection::inactive,
                                                std::nullopt,
                                                std::nullopt}));
}

TEST(Sdp, ToleratesUnknownLinesAndAttributes) {
  EXPECT_TRUE(
      parse_sdp("v=0\r\nz=0 0\r\nk=clear:x\r\na=rtpmap:banana\r\na=ptime:x\r\nm=audio 1 RTP/AVP 0\r\na=ptime:\r\n"));
}

TEST(Sdp, RefusesWhatIsNoDescription) {
  std::string many = "v=0\r\n";
  for (int stream = 0; stream < 17; ++stream) many += "m=audio 1 RTP/AVP 0\r\n";
  std::string formats = "v=0\r\nm=audio 1 RTP/AVP";
  for (int format = 0; format < 65; ++format) formats += " 0";
  const std::string wrong[] = {"",
                               "hello",
                               "o=- 1 1 IN IP4 1.1.1.1\r\nv=0\r\n",
                               "v=1\r\n",
                               "v=0\r\nm=audio x RTP/AVP 0\r\n",
                               "v=0\r\nm=audio 70000 RTP/AVP 0\r\n",
                               "v=0\r\nm=audio 1 RTP/AVP\r\n",
                               "v=0\r\nm=audio\r\n",
                               "v=0\r\nc=IN IP5 x\r\n",
                               "v=0\r\nc=\r\n",
                               "v=0\r\nm=audio 1 RTP/AVP 0\rm=x\r\n",
                               many,
                               formats,
                               "v=0\r\n" + std::string(17000, 'a')};
  for (const auto& text : wrong) EXPECT_FALSE(parse_sdp(text)) << text.substr(0, 80);
}

}  // namespace
}  // namespace parley::sip
