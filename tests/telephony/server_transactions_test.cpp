// SPDX-License-Identifier: Apache-2.0
#include "server_transactions.hpp"

#include <gtest/gtest.h>

#include "sip_text.hpp"

namespace parley::sip {
namespace {

const Instant kStart{};
const Flow kFlow{SipTransport::udp, {"127.0.0.1", 5070}, 0, "127.0.0.1"};

Reply status(std::uint16_t code) {
  Reply reply;
  reply.status = code;
  return reply;
}

class ServerTransactionsTest : public ::testing::Test {
 protected:
  TransactionId open(const test::RequestText& request) {
    const auto message = request.parsed();
    auto flow = kFlow;
    if (request.transport == "TCP") flow.transport = SipTransport::tcp;
    return transactions_.open(message, ReplyForm(message, flow, "t", ""), reply_target(message, flow));
  }
  std::vector<std::string> sent_until(Duration span) {
    std::vector<std::string> sent;
    while (transactions_.next_deadline() && *transactions_.next_deadline() <= kStart + span) {
      transactions_.on_time(*transactions_.next_deadline(), [&](const ServerTransactions::Sending& sending) {
        sent.push_back(sending.bytes->substr(0, sending.bytes->find("\r\n")));
      });
    }
    return sent;
  }

  ServerTransactions transactions_{{}, 1000};
};

TEST_F(ServerTransactionsTest, RepeatsItsLastResponse) {
  const auto id = open(test::invite());
  EXPECT_EQ(transactions_.find(test::invite().parsed()), id);
  EXPECT_FALSE(transactions_.repeat(id));
  transactions_.reply(id, status(180), kStart);
  EXPECT_TRUE(transactions_.repeat(id)->bytes->starts_with("SIP/2.0 180"));
  transactions_.reply(id, status(200), kStart);
  EXPECT_TRUE(transactions_.repeat(id)->bytes->starts_with("SIP/2.0 200"));
  EXPECT_FALSE(transactions_.reply(id, status(486), kStart)) << "one final response is all there is";
  transactions_.acknowledge(id);
  EXPECT_FALSE(transactions_.repeat(id));
}

TEST_F(ServerTransactionsTest, SendsAnErrorAgainUntilItsAck) {
  const auto id = open(test::invite());
  transactions_.reply(id, status(404), kStart);
  EXPECT_EQ(sent_until(4s).size(), 3U);  // 0.5, 1.5, 3.5
  auto ack = test::invite();
  ack.method = "ACK";
  EXPECT_TRUE(transactions_.absorb_ack(ack.parsed()));
  EXPECT_EQ(sent_until(31s).size(), 0U);
  EXPECT_EQ(transactions_.find(test::invite().parsed()), id) << "late copies are still known";
  sent_until(32s);
  EXPECT_EQ(transactions_.size(), 0U);
}

TEST_F(ServerTransactionsTest, SendsAnErrorOnceOverTcp) {
  auto request = test::invite();
  request.transport = "TCP";
  transactions_.reply(open(request), status(404), kStart);
  EXPECT_EQ(sent_until(31s).size(), 0U);
}

TEST_F(ServerTransactionsTest, PassesTheAckOfASuccessOn) {
  transactions_.reply(open(test::invite()), status(200), kStart);
  auto ack = test::invite();
  ack.method = "ACK";
  EXPECT_FALSE(transactions_.absorb_ack(ack.parsed()));
  ack.branch = "z9hG4bKother";
  EXPECT_FALSE(transactions_.absorb_ack(ack.parsed()));
}

TEST_F(ServerTransactionsTest, FindsTheInviteOfACancel) {
  const auto id = open(test::invite());
  auto cancel = test::invite();
  cancel.method = "CANCEL";
  EXPECT_EQ(transactions_.find(cancel.parsed()), id);
  cancel.branch = "z9hG4bKother";
  EXPECT_EQ(transactions_.find(cancel.parsed()), std::nullopt);
}

TEST_F(ServerTransactionsTest, TellsPeersOfRfc2543ApartWithoutABranch) {
  auto old_one = test::invite();
  old_one.branch = "1";
  const auto first = open(old_one);
  auto other = old_one;
  other.call_id = "call-2";
  EXPECT_EQ(transactions_.find(old_one.parsed()), first);
  EXPECT_EQ(transactions_.find(other.parsed()), std::nullopt);
}

TEST_F(ServerTransactionsTest, SeesAnInviteThatCameByAnotherPath) {
  open(test::invite());
  auto copy = test::invite();
  copy.branch = "z9hG4bKother";
  EXPECT_TRUE(transactions_.is_merged(copy.parsed()));
  copy.cseq = 2;
  EXPECT_FALSE(transactions_.is_merged(copy.parsed()));
  copy.cseq = 1;
  copy.to_tag = "dialog";
  EXPECT_FALSE(transactions_.is_merged(copy.parsed()));
}

TEST(ServerTransactions, LetsTheOldestLingeringOneGoAtTheCap) {
  ServerTransactions transactions({}, 3);
  for (int number = 0; number < 10; ++number) {
    auto request = test::invite();
    request.branch += std::to_string(number);
    request.call_id += std::to_string(number);
    const auto message = request.parsed();
    const auto id = transactions.open(message, ReplyForm(message, kFlow, "t", ""), reply_target(message, kFlow));
    transactions.reply(id, status(200), kStart);
  }
  EXPECT_EQ(transactions.size(), 3U);
  EXPECT_EQ(transactions.lingering(), 3U);
}

}  // namespace
}  // namespace parley::sip
