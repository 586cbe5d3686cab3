// SPDX-License-Identifier: Apache-2.0
#include "twilio_signature.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

const std::string kToken = "12345";
const FormFields kForm{{"To", "+15559870000"}, {"CallSid", "CA1"}, {"From", "+15551230000"}};

// Confirmed with Twilio's own library for Python.
TEST(TwilioSignature, MatchesKnownVectors) {
  EXPECT_EQ(twilio_signature(kToken, "https://example.com/twiml?b=1", kForm), "rxEzOvyQp2ppDC26b4mzTAWtCVc=");
  EXPECT_EQ(twilio_signature(kToken, "wss://example.com/media", {}), "7PR3qMkpDyEJtMrVOY/LDyNq8J8=");
}

TEST(TwilioSignature, SortsByBytesAndCountsEqualPairsOnce) {
  const std::string url = "https://example.com/a?b=1";
  const auto expected = twilio_signature(kToken, url + "Z1a2", {});
  EXPECT_EQ(twilio_signature(kToken, url, {{"a", "2"}, {"Z", "1"}}), expected);
  EXPECT_EQ(twilio_signature(kToken, url, {{"a", "2"}, {"Z", "1"}, {"a", "2"}}), expected);
  EXPECT_EQ(twilio_signature(kToken, url, {{"Z", "1"}, {"a", "3"}, {"a", "2"}}),
            twilio_signature(kToken, url + "Z1a2a3", {}));
}

TEST(TwilioSignature, TakesBothVariantsOfThePort) {
  struct Case {
    const char* ours;
    const char* theirs;
    bool right;
  };
  const Case cases[] = {
      {"https://example.com/a", "https://example.com:443/a", true},
      {"https://example.com:443/a", "https://example.com/a", true},
      {"https://example.com:8443/a", "https://example.com/a", true},
      {"wss://example.com/media", "wss://example.com:443/media", true},
      {"http://example.com/a?b=1", "http://example.com:80/a?b=1", true},
      {"https://example.com/a", "https://example.com:80/a", false},
      {"https://example.com/a", "http://example.com/a", false},
      {"https://[::1]/a", "https://[::1]:443/a", true},
  };
  for (const auto& one : cases) {
    EXPECT_EQ(twilio_signed(kToken, one.ours, kForm, twilio_signature(kToken, one.theirs, kForm)), one.right)
        << one.ours << " " << one.theirs;
  }
}

TEST(TwilioSignature, RefusesEverythingElse) {
  const std::string url = "https://example.com/twiml?b=1";
  const std::string right = "rxEzOvyQp2ppDC26b4mzTAWtCVc=";
  EXPECT_TRUE(twilio_signed(kToken, url, kForm, right));
  auto tampered = kForm;
  tampered[0].second = "+15559870001";
  EXPECT_FALSE(twilio_signed(kToken, url, tampered, right));
  tampered = kForm;
  tampered.emplace_back("Extra", "1");
  EXPECT_FALSE(twilio_signed(kToken, url, tampered, right)) << "all that was received is signed, known or not";
  EXPECT_FALSE(twilio_signed("12346", url, kForm, right));
  EXPECT_FALSE(twilio_signed(kToken, "https://example.com/twiml?b=2", kForm, right));
  EXPECT_FALSE(twilio_signed(kToken, url, kForm, ""));
  EXPECT_FALSE(twilio_signed(kToken, url, kForm, right.substr(0, 27)));
  EXPECT_FALSE(twilio_signed(kToken, url, kForm, right + right));
}

TEST(TwilioSignature, OtherBodiesAreSignedByTheirHash) {
  const std::string hash = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";  // of "{}"
  const std::string url = "https://example.com/a?x=1&bodySHA256=" + hash;
  const auto signature = twilio_signature(kToken, url, {});
  EXPECT_TRUE(twilio_signed_body(kToken, url, "{}", signature));
  EXPECT_FALSE(twilio_signed_body(kToken, url, "{ }", signature));
  EXPECT_FALSE(twilio_signed_body(kToken, url, "{}", "x"));
  const std::string without = "https://example.com/a?x=1";
  EXPECT_FALSE(twilio_signed_body(kToken, without, "{}", twilio_signature(kToken, without, {})));
}

}  // namespace
}  // namespace parley
