// SPDX-License-Identifier: Apache-2.0
#include "sdp.hpp"

#include <gtest/gtest.h>

namespace parley::peer {
namespace {

TEST(PeerSdp, AnOfferIsReadBackAsItWasMeant) {
  for (const auto codec : {CallerCodec::pcmu, CallerCodec::pcma}) {
    const AudioSession ours{"127.0.0.1", 4000, payload_type_of(codec), 101, "sendrecv"};
    const auto text = write_sdp(ours, 1, 1);
    EXPECT_NE(text.find("a=ptime:20\r\n"), std::string::npos);
    const auto back = read_sdp(text);
    ASSERT_TRUE(back);
    EXPECT_EQ(*back, ours);
  }
}

TEST(PeerSdp, TheAddressOfTheStreamWinsOverThatOfTheSession) {
  const auto session = read_sdp(
      "v=0\nc=IN IP4 192.0.2.1\nm=video 7000 RTP/AVP 96\nc=IN IP4 192.0.2.9\nm=audio 5000 RTP/AVP 96 0 97\n"
      "c=IN IP4 192.0.2.2\na=rtpmap:97 telephone-event/8000\na=recvonly\n");
  ASSERT_TRUE(session);
  EXPECT_EQ(*session, (AudioSession{"192.0.2.2", 5000, 0, 97, "recvonly"}));
}

TEST(PeerSdp, ASessionAddressAndDirectionHoldForTheStream) {
  const auto session = read_sdp("c=IN IP4 192.0.2.1\r\na=sendonly\r\nm=audio 5000 RTP/AVP 8\r\n");
  ASSERT_TRUE(session);
  EXPECT_EQ(*session, (AudioSession{"192.0.2.1", 5000, 8, std::nullopt, "sendonly"}));
}

TEST(PeerSdp, RefusesWhatNoCallCanBeMadeOf) {
  for (const auto* text : {"", "v=0\r\n", "c=IN IP4 1.2.3.4\r\nm=audio x RTP/AVP 0\r\n", "m=audio 5000 RTP/AVP 0\r\n",
                           "c=IN IP4 1.2.3.4\r\nm=audio 5000 RTP/AVP 9 18\r\n", "c=IN\r\nm=audio 5000 RTP/AVP 0\r\n",
                           "c=IN IP4 1.2.3.4\r\nm=audio 70000 RTP/AVP 0\r\n"}) {
    EXPECT_FALSE(read_sdp(text)) << text;
  }
}

TEST(PeerSdp, DirectionsAreMirrored) {
  EXPECT_EQ(mirrored_direction("sendonly"), "recvonly");
  EXPECT_EQ(mirrored_direction("recvonly"), "sendonly");
  EXPECT_EQ(mirrored_direction("inactive"), "inactive");
  EXPECT_EQ(mirrored_direction("sendrecv"), "sendrecv");
}

}  // namespace
}  // namespace parley::peer
