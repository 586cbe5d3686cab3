// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "user_agent_scene.hpp"

namespace parley::sip {
namespace {

using test::header_of;
using test::Lines;
using test::UserAgentScene;

TEST(UserAgentRequests, RepeatsTheLastResponseToARepeatedInvite) {
  UserAgentScene scene;
  scene.receive(test::invite());
  scene.receive(test::invite());
  EXPECT_EQ(scene.sent(), (Lines{"100", "100"}));
  scene.command(RingAsked{});
  scene.receive(test::invite());
  EXPECT_EQ(scene.sent(), (Lines{"180", "180"}));
  scene.command(AnswerAsked{{{"127.0.0.1", 10000}, {}}});
  scene.receive(test::invite());
  EXPECT_EQ(scene.sent(), (Lines{"200", "200"}));
  EXPECT_EQ(scene.desk.calls.size(), 1U);
}

TEST(UserAgentRequests, RefusesTheSameInviteByAnotherPath) {
  UserAgentScene scene;
  scene.receive(test::invite());
  auto copy = test::invite();
  copy.branch = "z9hG4bKotherpath";
  scene.receive(copy);
  EXPECT_EQ(scene.sent(), (Lines{"100", "482"}));
}

TEST(UserAgentRequests, CancelsWhatRingsAndNothingElse) {
  UserAgentScene scene;
  scene.receive(test::invite());
  scene.command(RingAsked{});
  const auto ringing_tag = scene.last().to_tag;
  scene.sent();
  auto cancel = test::invite();
  cancel.method = "CANCEL";
  cancel.body.clear();
  scene.receive(cancel);
  EXPECT_EQ(scene.sent(), (Lines{"200", "487"}));
  EXPECT_EQ(scene.wire.sent[scene.wire.sent.size() - 2].second.to_tag, ringing_tag);
  EXPECT_EQ(scene.sink.events, (std::vector<SessionEvent>{Closed{SipClosed::cancelled}}));
  scene.receive(cancel);
  EXPECT_EQ(scene.sent(), (Lines{"200"})) << "a repeated CANCEL";
  cancel.branch = "z9hG4bKnever";
  scene.receive(cancel);
  EXPECT_EQ(scene.sent(), (Lines{"481"}));
}

TEST(UserAgentRequests, AnswersACancelThatComesTooLate) {
  UserAgentScene scene;
  scene.receive(test::invite());
  scene.command(AnswerAsked{{{"127.0.0.1", 10000}, {}}});
  scene.sent();
  auto cancel = test::invite();
  cancel.method = "CANCEL";
  scene.receive(cancel);
  EXPECT_EQ(scene.sent(), (Lines{"200"}));
  EXPECT_EQ(scene.agent.sessions(), 1U);
}

TEST(UserAgentRequests, SaysWhatTheDeskSays) {
  for (const auto& [kind, status] : {std::pair{InviteVerdict::Kind::not_found, "404"},
                                     {InviteVerdict::Kind::overloaded, "503"},
                                     {InviteVerdict::Kind::draining, "503"}}) {
    UserAgentScene scene;
    scene.desk.verdict = {kind, 7};
    scene.receive(test::invite());
    EXPECT_EQ(scene.sent(), (Lines{"100", status}));
    EXPECT_EQ(header_of(scene.last(), "Retry-After"), status == std::string("503") ? "7" : "(none)");
    EXPECT_EQ(scene.agent.sessions(), 0U);
    EXPECT_EQ(scene.sink.open, 0);
  }
}

TEST(UserAgentRequests, HasALimitOfItsOwn) {
  UserAgentSettings settings;
  settings.max_sessions = 1;
  UserAgentScene scene(settings);
  scene.receive(test::invite());
  auto second = test::invite();
  second.call_id = "call-2";
  second.branch = "z9hG4bKtwo";
  scene.receive(second);
  EXPECT_EQ(scene.sent(), (Lines{"100", "503"}));
  EXPECT_NE(header_of(scene.last(), "Retry-After"), "(none)");
}

struct Refusal {
  const char* name;
  void (*change)(test::RequestText&);
  const char* status;
  const char* header;
  const char* value;
};

TEST(UserAgentRequests, RefuseWhatTheyCannotDo) {
  const Refusal cases[] = {
      {"required extension", [](auto& r) { r.extra = "Require: 100rel\r\n"; }, "420", "Unsupported", "100rel"},
      {"other method",
       [](auto& r) {
         r.method = "SUBSCRIBE";
         r.body.clear();
       },
       "405", "Allow", "INVITE, ACK, CANCEL, BYE, OPTIONS"},
      {"no common codec", [](auto& r) { r.body = "v=0\r\nc=IN IP4 1.1.1.1\r\nm=audio 4 RTP/AVP 18\r\n"; }, "488",
       "Warning", "305 parley \"PCMU or PCMA over RTP/AVP is needed\""},
      {"other body", [](auto& r) { r.body_type = "text/plain"; }, "415", "Accept", "application/sdp"},
      {"broken body", [](auto& r) { r.body = "what?"; }, "400", "Accept", "(none)"},
      {"no Contact", [](auto& r) { r.contact.clear(); }, "400", "Accept", "(none)"},
      {"dialog unknown", [](auto& r) { r.to_tag = "never"; }, "481", "Accept", "(none)"},
      {"BYE unknown",
       [](auto& r) {
         r.to_tag = "never";
         r.method = "BYE";
         r.body.clear();
       },
       "481", "Accept", "(none)"},
      {"BYE without dialog",
       [](auto& r) {
         r.method = "BYE";
         r.body.clear();
       },
       "481", "Accept", "(none)"},
  };
  for (const auto& [name, change, status, header, value] : cases) {
    UserAgentScene scene;
    auto request = test::invite();
    change(request);
    scene.receive(request);
    EXPECT_EQ(scene.sent(), (Lines{status})) << name;
    EXPECT_EQ(header_of(scene.last(), header), value) << name;
    EXPECT_EQ(scene.desk.calls.size(), 0U) << name;
  }
}

TEST(UserAgentRequests, AnswersOptionsByWhetherACallWouldBeTaken) {
  UserAgentScene scene;
  test::RequestText options;
  options.method = "OPTIONS";
  scene.receive(options);
  EXPECT_EQ(scene.sent(), (Lines{"200"}));
  EXPECT_EQ(header_of(scene.last(), "Accept"), "application/sdp");
  EXPECT_EQ(header_of(scene.last(), "Allow"), "INVITE, ACK, CANCEL, BYE, OPTIONS");
  EXPECT_NE(scene.last().header("Supported"), nullptr);
  scene.desk.open = false;
  scene.receive(options);
  EXPECT_EQ(scene.sent(), (Lines{"503"}));
  EXPECT_EQ(header_of(scene.last(), "Retry-After"), "5");
  scene.establish();
  scene.receive(scene.in_dialog("OPTIONS", 2));
  EXPECT_EQ(scene.sent(), (Lines{"200"}));
}

TEST(UserAgentRequests, HoldsAndResumes) {
  UserAgentScene scene;
  scene.establish();
  auto hold = scene.in_dialog("INVITE", 2);
  hold.body = test::kOffer + "a=sendonly\r\n";
  scene.receive(hold);
  EXPECT_EQ(scene.sent(), (Lines{"100", "200"}));
  EXPECT_NE(scene.last().body.find("a=recvonly"), std::string::npos);
  auto early = scene.in_dialog("INVITE", 3);
  early.body = test::kOffer;
  scene.receive(early);
  EXPECT_EQ(scene.sent(), (Lines{"100", "491"})) << "the 200 of the hold has no ACK yet";
  scene.receive(scene.in_dialog("ACK", 2));
  auto resume = scene.in_dialog("INVITE", 4);
  resume.body = test::kOffer;
  resume.contact = "<sip:alice@127.0.0.1:5099>";
  scene.receive(resume);
  EXPECT_EQ(scene.sent(), (Lines{"100", "200"}));
  EXPECT_NE(scene.last().body.find("a=sendrecv"), std::string::npos);
  scene.receive(scene.in_dialog("ACK", 4));
  scene.command(HangUpAsked{});
  EXPECT_EQ(scene.wire.sent.back().first.to.port, 5099) << "the peer has moved";
}

TEST(UserAgentRequests, RefusesWhatIsOlderThanTheDialog) {
  UserAgentScene scene;
  scene.establish();
  auto stale = scene.in_dialog("BYE", 0);
  scene.receive(stale);
  EXPECT_EQ(scene.sent(), (Lines{"500"}));
  EXPECT_EQ(scene.agent.sessions(), 1U);
}

TEST(UserAgentRequests, KeepsABrokenReinviteFromEndingTheCall) {
  UserAgentScene scene;
  scene.establish();
  auto broken = scene.in_dialog("INVITE", 2);
  broken.body = "nonsense";
  scene.receive(broken);
  EXPECT_EQ(scene.sent(), (Lines{"400"}));
  auto other_codec = scene.in_dialog("INVITE", 3);
  other_codec.body = "v=0\r\nc=IN IP4 1.1.1.1\r\nm=audio 4 RTP/AVP 18\r\n";
  scene.receive(other_codec);
  EXPECT_EQ(scene.sent(), (Lines{"100", "488"}));
  scene.receive(scene.in_dialog("BYE", 4));
  EXPECT_EQ(scene.sent(), (Lines{"200"}));
}

TEST(UserAgentRequests, CopiesRecordRouteIntoResponsesThatFormTheDialog) {
  UserAgentScene scene;
  auto routed = test::invite();
  routed.extra = "Record-Route: <sip:127.0.0.1:6000;r2=on;lr>\r\nRecord-Route: <sip:127.0.0.1:6001;r2=on;lr>\r\n";
  scene.receive(routed);
  EXPECT_EQ(scene.last().header("Record-Route"), nullptr) << "not in the 100";
  scene.command(RingAsked{});
  EXPECT_EQ(scene.last().items("Record-Route").size(), 2U);
  scene.command(AnswerAsked{{{"127.0.0.1", 10000}, {}}});
  EXPECT_EQ(scene.last().items("Record-Route"),
            (std::vector<std::string_view>{"<sip:127.0.0.1:6000;r2=on;lr>", "<sip:127.0.0.1:6001;r2=on;lr>"}));
  scene.to_tag = scene.last().to_tag;
  scene.receive(scene.in_dialog("ACK", 1));
  scene.command(HangUpAsked{});
  EXPECT_EQ(scene.wire.sent.back().first.to.port, 6000);
  EXPECT_EQ(scene.last().items("Route").size(), 2U);
}

TEST(UserAgentRequests, IsNotMovedByAcksOfStrangers) {
  UserAgentScene scene;
  scene.receive(test::invite());
  scene.command(AnswerAsked{{{"127.0.0.1", 10000}, {}}});
  scene.to_tag = scene.last().to_tag;
  auto forged = scene.in_dialog("ACK", 1);
  forged.from_tag = "stranger";
  scene.receive(forged);
  EXPECT_EQ(scene.sink.events.size(), 1U);
}

}  // namespace
}  // namespace parley::sip
