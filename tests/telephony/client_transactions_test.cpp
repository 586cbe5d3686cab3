// SPDX-License-Identifier: Apache-2.0
#include "client_transactions.hpp"

#include <gtest/gtest.h>

namespace parley::sip {
namespace {

const Instant kStart{};
const SipSessionId kOwner{3, 9};

OutgoingRequest bye(SipTransport transport) {
  return {"z9hG4bKb", "BYE", {transport, {"127.0.0.1", 5070}, 0}, "BYE …"};
}

SipMessage response(std::uint16_t status, const std::string& method = "BYE") {
  SipMessage message;
  message.status = status;
  message.via.branch = "z9hG4bKb";
  message.cseq_method = method;
  return message;
}

struct Outcome {
  int sent = 0;
  int timed_out = 0;
  friend bool operator==(const Outcome&, const Outcome&) = default;
};

Outcome run(ClientTransactions& transactions, Duration until) {
  Outcome outcome;
  while (transactions.next_deadline() && *transactions.next_deadline() <= kStart + until) {
    transactions.on_time(
        *transactions.next_deadline(), [&](const OutgoingRequest&) { ++outcome.sent; },
        [&](SipSessionId) { ++outcome.timed_out; });
  }
  return outcome;
}

TEST(ClientTransactions, RepeatsOverUdpAndTimesOut) {
  ClientTransactions transactions({});
  transactions.start(bye(SipTransport::udp), kOwner, kStart);
  EXPECT_EQ(run(transactions, 31900ms), (Outcome{10, 0}));
  EXPECT_EQ(run(transactions, 32s), (Outcome{0, 1}));
  EXPECT_EQ(transactions.size(), 0U);
}

TEST(ClientTransactions, OnlyWaitsOverTcp) {
  ClientTransactions transactions({});
  transactions.start(bye(SipTransport::tcp), kOwner, kStart);
  EXPECT_EQ(run(transactions, 33s), (Outcome{0, 1}));
}

TEST(ClientTransactions, EndWithTheFinalResponseOfTheirOwn) {
  ClientTransactions transactions({});
  transactions.start(bye(SipTransport::udp), kOwner, kStart);
  EXPECT_EQ(transactions.on_response(response(100)), std::nullopt);
  EXPECT_EQ(transactions.on_response(response(200, "INVITE")), std::nullopt);
  EXPECT_EQ(transactions.on_response(response(481)), kOwner);
  EXPECT_EQ(transactions.on_response(response(481)), std::nullopt);
  EXPECT_EQ(run(transactions, 33s), (Outcome{0, 0}));
}

}  // namespace
}  // namespace parley::sip
