// SPDX-License-Identifier: Apache-2.0
#include "request_checks.hpp"

#include <gtest/gtest.h>

#include "sip_text.hpp"

namespace parley::sip {
namespace {

struct Case {
  const char* name;
  void (*change)(SipMessage&);
  int status;  // 0: fine
};

TEST(RequestChecks, RefuseWithTheStatusThatSaysWhy) {
  const Case cases[] = {
      {"as it should be", [](SipMessage&) {}, 0},
      {"other method in CSeq", [](SipMessage& m) { m.cseq_method = "BYE"; }, 400},
      {"length too long", [](SipMessage& m) { m.content_length_broken = true; }, 400},
      {"unknown method", [](SipMessage& m) { m.method = m.cseq_method = "NEWMETHOD"; }, 405},
      {"REGISTER", [](SipMessage& m) { m.method = m.cseq_method = "REGISTER"; }, 405},
      {"unknown scheme", [](SipMessage& m) { m.request_uri = "nobodyKnowsThisScheme:x"; }, 416},
      {"bad uri", [](SipMessage& m) { m.request_uri = "sip:a@h:999999"; }, 400},
      {"tel uri", [](SipMessage& m) { m.request_uri = "tel:+1555"; }, 0},
      {"required",
       [](SipMessage& m) {
         m.headers.push_back({"Require", "100rel, nothingSupports"});
       },
       420},
      {"wrong body",
       [](SipMessage& m) {
         m.headers.push_back({"Content-Type", "text/plain"});
         m.body = "x";
       },
       415},
      {"body without type", [](SipMessage& m) { m.body = "x"; }, 415},
      {"sdp with parameters",
       [](SipMessage& m) {
         m.headers.push_back({"Content-Type", "Application/SDP ;charset=x"});
         m.body = "v=0";
       },
       0},
      {"compressed",
       [](SipMessage& m) {
         m.headers.push_back({"Content-Type", "application/sdp"});
         m.headers.push_back({"Content-Encoding", "gzip"});
         m.body = "x";
       },
       415},
  };
  for (const auto& [name, change, status] : cases) {
    test::RequestText bare;
    auto message = bare.parsed();
    change(message);
    auto refused = contradiction(message);
    if (!refused) refused = unsupported(message);
    EXPECT_EQ(refused ? refused->status : 0, status) << name;
  }
}

TEST(RequestChecks, NameWhatIsMissing) {
  auto message = test::RequestText{}.parsed();
  message.headers.push_back({"Require", "100rel"});
  message.headers.push_back({"Require", "gruu"});
  EXPECT_EQ(unsupported(message)->headers, (std::vector<SipHeader>{{"Unsupported", "100rel, gruu"}}));
  message.method = "PUBLISH";
  EXPECT_EQ(unsupported(message)->headers.front().name, "Allow");
}

TEST(RequestChecks, AnswerableNeedsTheWayBack) {
  const auto whole = test::RequestText{}.parsed();
  EXPECT_TRUE(is_answerable(whole));
  for (auto SipMessage::*part : {&SipMessage::from, &SipMessage::to, &SipMessage::call_id, &SipMessage::cseq_method}) {
    auto message = whole;
    (message.*part).clear();
    EXPECT_FALSE(is_answerable(message));
  }
}

TEST(RequestChecks, TellABrokenBodyFromNone) {
  auto message = test::RequestText{}.parsed();
  EXPECT_FALSE(sdp_body(message).broken);
  message = test::invite().parsed();
  EXPECT_TRUE(sdp_body(message).description);
  message.body = "hello";
  EXPECT_TRUE(sdp_body(message).broken);
}

TEST(RequestChecks, RetryAfterIsNeverZero) {
  EXPECT_EQ(unavailable(0).headers, (std::vector<SipHeader>{{"Retry-After", "1"}}));
}

}  // namespace
}  // namespace parley::sip
