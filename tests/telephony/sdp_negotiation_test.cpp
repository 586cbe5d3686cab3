// SPDX-License-Identifier: Apache-2.0
#include "sdp_negotiation.hpp"

#include <gtest/gtest.h>

namespace parley::sip {
namespace {

const MediaAddress kLocal{"192.0.2.1", 10000};

SdpDescription described(const std::string& streams, const std::string& host = "198.51.100.1") {
  auto description = parse_sdp("v=0\r\no=- 1 1 IN IP4 10.0.0.1\r\ns=-\r\nc=IN IP4 " + host + "\r\nt=0 0\r\n" + streams);
  if (!description) throw std::logic_error("the test's own offer does not parse");
  return *description;
}

struct Case {
  const char* name;
  const char* streams;
  std::optional<NegotiatedAudio> audio;
};

NegotiatedAudio audio(Codec codec, std::uint8_t payload, std::optional<std::uint8_t> event, std::uint32_t ptime = 20,
                      MediaDirection direction = MediaDirection::sendrecv) {
  return {codec, payload, event, ptime, {"198.51.100.1", 4000}, direction};
}

TEST(ChooseAudio, TakesTheFirstCommonCodecWithTheNumbersOfTheOffer) {
  const Case cases[] = {
      {"static PCMU", "m=audio 4000 RTP/AVP 0\r\n", audio(Codec::pcmu, 0, {})},
      {"PCMA preferred", "m=audio 4000 RTP/AVP 8 0\r\n", audio(Codec::pcma, 8, {})},
      {"event at 96", "m=audio 4000 RTP/AVP 0 96\r\na=rtpmap:96 telephone-event/8000\r\n", audio(Codec::pcmu, 0, 96)},
      {"Telnyx",
       "m=audio 4000 RTP/AVP 102 9 18 0 8 103 101\r\na=rtpmap:102 opus/48000/2\r\na=rtpmap:103 "
       "telephone-event/48000\r\na=rtpmap:101 telephone-event/8000\r\n",
       audio(Codec::pcmu, 0, 101)},
      {"dynamic PCMA", "m=audio 4000 RTP/AVP 97\r\na=rtpmap:97 pcma/8000/1\r\n", audio(Codec::pcma, 97, {})},
      {"0 remapped", "m=audio 4000 RTP/AVP 0 8\r\na=rtpmap:0 G723/8000\r\n", audio(Codec::pcma, 8, {})},
      {"ptime 33, at most 40", "m=audio 4000 RTP/AVP 0\r\na=ptime:33\r\na=maxptime:40\r\n",
       audio(Codec::pcmu, 0, {}, 30)},
      {"ptime 200", "m=audio 4000 RTP/AVP 0\r\na=ptime:200\r\n", audio(Codec::pcmu, 0, {}, 60)},
      {"ptime 0", "m=audio 4000 RTP/AVP 0\r\na=ptime:0\r\n", audio(Codec::pcmu, 0, {}, 10)},
      {"hold", "m=audio 4000 RTP/AVP 0\r\na=sendonly\r\n", audio(Codec::pcmu, 0, {}, 20, MediaDirection::recvonly)},
      {"listening only", "m=audio 4000 RTP/AVP 0\r\na=recvonly\r\n",
       audio(Codec::pcmu, 0, {}, 20, MediaDirection::sendonly)},
      {"inactive", "m=audio 4000 RTP/AVP 0\r\na=inactive\r\n", audio(Codec::pcmu, 0, {}, 20, MediaDirection::inactive)},
      {"G729 only", "m=audio 4000 RTP/AVP 18\r\n", std::nullopt},
      {"refused stream", "m=audio 0 RTP/AVP 0\r\n", std::nullopt},
      {"SRTP only", "m=audio 4000 RTP/SAVP 0\r\n", std::nullopt},
      {"no audio", "m=video 4000 RTP/AVP 0\r\n", std::nullopt},
      {"a wide event alone", "m=audio 4000 RTP/AVP 101\r\na=rtpmap:101 telephone-event/8000\r\n", std::nullopt},
      {"payload out of range", "m=audio 4000 RTP/AVP 200\r\na=rtpmap:200 PCMU/8000\r\n", std::nullopt},
  };
  for (const auto& [name, streams, expected] : cases) {
    const auto choice = choose_audio(described(streams));
    EXPECT_EQ(choice.has_value(), expected.has_value()) << name;
    if (choice && expected) {
      EXPECT_EQ(choice->audio, *expected) << name;
    }
  }
}

TEST(ChooseAudio, TreatsAnAddressOfZeroesAsHold) {
  const auto at_zero = [](const char* direction) {
    return choose_audio(described("m=audio 4000 RTP/AVP 0\r\na=" + std::string(direction) + "\r\n", "0.0.0.0"))
        ->audio.direction;
  };
  EXPECT_EQ(at_zero("sendrecv"), MediaDirection::recvonly);
  EXPECT_EQ(at_zero("sendonly"), MediaDirection::recvonly);
  EXPECT_EQ(at_zero("recvonly"), MediaDirection::inactive);
  EXPECT_EQ(at_zero("inactive"), MediaDirection::inactive);
}

TEST(ChooseAudio, RefusesAHostThatWouldHaveToBeResolved) {
  EXPECT_FALSE(choose_audio(described("m=audio 4000 RTP/AVP 0\r\n", "media.example.com")));
  EXPECT_FALSE(choose_audio(*parse_sdp("v=0\r\nm=audio 4000 RTP/AVP 0\r\n")));
}

TEST(AnswerBody, RefusesEveryOtherStreamInItsPlace) {
  const auto offer = described(
      "m=video 5000 RTP/AVP 99 98\r\nm=audio 4000 RTP/AVP 8 96\r\na=rtpmap:96 telephone-event/8000\r\n"
      "m=audio 4002 RTP/AVP 0\r\nm=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\n");
  EXPECT_EQ(answer_body(offer, *choose_audio(offer), kLocal),
            "s=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n"
            "m=video 0 RTP/AVP 99\r\n"
            "m=audio 10000 RTP/AVP 8 96\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:96 telephone-event/8000\r\n"
            "a=fmtp:96 0-15\r\na=ptime:20\r\na=sendrecv\r\n"
            "m=audio 0 RTP/AVP 0\r\n"
            "m=application 0 UDP/DTLS/SCTP webrtc-datachannel\r\n");
}

TEST(OfferBody, OffersBothCodecsAndKeepsAnEventNumberInUse) {
  const auto first = choose_audio(*parse_sdp("v=0\r\n" + offer_body(kLocal, std::nullopt)));
  ASSERT_TRUE(first);
  EXPECT_EQ(first->audio.telephone_event, 101);
  EXPECT_EQ(first->audio.remote, kLocal);
  EXPECT_NE(offer_body(kLocal, 96).find("m=audio 10000 RTP/AVP 0 8 96\r\n"), std::string::npos);
  EXPECT_NE(offer_body({"2001:db8::1", 10000}, {}).find("c=IN IP6 2001:db8::1\r\n"), std::string::npos);
}

TEST(SdpAuthor, RaisesTheVersionExactlyWhenTheDescriptionChanges) {
  SdpAuthor author(77);
  const auto origin = [&](const std::string& body) {
    const auto text = author.sign(body, kLocal);
    return text.substr(0, text.find("\r\n", 5));
  };
  EXPECT_EQ(origin("a"), "v=0\r\no=- 77 1 IN IP4 192.0.2.1");
  EXPECT_EQ(origin("a"), "v=0\r\no=- 77 1 IN IP4 192.0.2.1");
  EXPECT_EQ(origin("b"), "v=0\r\no=- 77 2 IN IP4 192.0.2.1");
  EXPECT_EQ(origin("a"), "v=0\r\no=- 77 3 IN IP4 192.0.2.1");
}

}  // namespace
}  // namespace parley::sip
