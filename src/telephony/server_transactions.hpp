// SPDX-License-Identifier: Apache-2.0
// Server transactions (RFC 3261 §17.2, RFC 6026) in one table. Finished ones linger 64*T1 to answer retransmissions;
// the number of those is capped, the oldest goes first.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include "sip_message.hpp"
#include "sip_writer.hpp"
#include "timing.hpp"

namespace parley::sip {

using TransactionId = std::uint64_t;  // never reused

class ServerTransactions {
 public:
  ServerTransactions(SipTimings timings, std::size_t max_lingering);

  // The transaction that this request repeats; a CANCEL or ACK finds the INVITE that it means.
  std::optional<TransactionId> find(const SipMessage& request) const;
  // An INVITE that came by another path (RFC 3261 §8.2.2.2).
  bool is_merged(const SipMessage& invite) const;

  TransactionId open(const SipMessage& request, ReplyForm form, Target target);
  // What is to be sent; nullopt when the transaction is gone or has its final response.
  struct Sending {
    const Target* target;
    const std::string* bytes;
  };
  std::optional<Sending> reply(TransactionId id, const Reply& reply, Instant now);
  // The last response again; nullopt when there was none or its ACK is in.
  std::optional<Sending> repeat(TransactionId id) const;
  bool is_answered(TransactionId id) const;  // has a final response, or is gone

  // True: the ACK was for an error response and needs no more.
  bool absorb_ack(const SipMessage& ack);
  void acknowledge(TransactionId id);  // the ACK of its 2xx came
  void abandon(TransactionId id);      // its connection is gone

  // Calls `send` for every retransmission that is due and forgets what has lingered long enough.
  void on_time(Instant now, const std::function<void(const Sending&)>& send);
  std::optional<Instant> next_deadline() const;

  std::size_t size() const { return entries_.size(); }
  std::size_t lingering() const { return lingering_.size(); }

 private:
  enum class State { open, accepted, completed, confirmed };
  struct Entry {
    std::string key;
    std::string merged_key;  // empty unless it may be merged
    Target target;
    ReplyForm form;
    std::string bytes;
    State state = State::open;
    bool invite = false;
    Duration interval{};
  };

  void linger(TransactionId id, Instant now);
  void forget(TransactionId id);

  SipTimings timings_;
  std::size_t max_lingering_;
  TransactionId last_id_ = 0;
  std::unordered_map<TransactionId, Entry> entries_;
  std::unordered_map<std::string, TransactionId> by_key_;
  std::unordered_map<std::string, TransactionId> by_merged_key_;
  std::deque<std::pair<Instant, TransactionId>> lingering_;  // in the order of their end
  DeadlineQueue<TransactionId> retransmissions_;
};

}  // namespace parley::sip
