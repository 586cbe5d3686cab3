// SPDX-License-Identifier: Apache-2.0
#include "parley/alerts/webhook_message.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

WallTime at(std::int64_t seconds) { return WallTime{std::chrono::seconds{seconds}}; }

AlertRow row() {
  AlertRow alert;
  alert.id = "01980000-0000-7000-8000-000000000001";
  alert.organization = {"demo"};
  alert.kind = "pattern_off";
  alert.severity = "warning";
  alert.state = "open";
  alert.subject = "hours";
  alert.detail = "pattern hours was switched off \xff";
  alert.opened_at = at(1000);
  return alert;
}

// The example that libraries of the standard are tested with.
TEST(WebhookMessage, IsSignedAsTheStandardSays) {
  const auto message = sign_message("msg_p5jXN8AQM9LWM0D4loKWxJek", R"({"test": 2432232314})",
                                    "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", at(1614265330));
  EXPECT_EQ(message.timestamp, "1614265330");
  EXPECT_EQ(message.signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

TEST(WebhookMessage, AnyTextIsASecretAndAnotherSecretAnotherSignature) {
  const auto one = sign_message("id", "body", "some secret", at(1));
  EXPECT_EQ(one.signature, sign_message("id", "body", "some secret", at(1)).signature);
  EXPECT_NE(one.signature, sign_message("id", "body", "other secret", at(1)).signature);
  EXPECT_NE(one.signature, sign_message("id", "body", "some secret", at(2)).signature);
  EXPECT_NE(one.signature, sign_message("id2", "body", "some secret", at(1)).signature);
  EXPECT_NE(one.signature, sign_message("id", "bodi", "some secret", at(1)).signature);
}

TEST(WebhookMessage, TellsTheAlert) {
  EXPECT_EQ(alert_body(row(), at(1010)),
            R"({"type":"alert.opened","timestamp":"1970-01-01T00:16:50.000Z","data":{)"
            R"("id":"01980000-0000-7000-8000-000000000001","organization":"demo","kind":"pattern_off",)"
            R"("severity":"warning","state":"open","subject":"hours",)"
            "\"detail\":\"pattern hours was switched off \xef\xbf\xbd\","
            R"("value":0.0,"threshold":0.0,"opened_at":"1970-01-01T00:16:40.000Z","resolved_at":null}})");
  auto over = row();
  over.state = "resolved";
  over.organization = {};
  over.resolved_at = at(1005);
  const auto body = alert_body(over, at(1010));
  EXPECT_NE(body.find("alert.resolved"), std::string::npos);
  EXPECT_NE(body.find(R"("organization":null)"), std::string::npos);
  EXPECT_NE(body.find(R"("resolved_at":"1970-01-01T00:16:45.000Z")"), std::string::npos);
}

}  // namespace
}  // namespace parley
