// SPDX-License-Identifier: Apache-2.0
// Requests of ours that wait for their response (RFC 3261 §17.1.2, not INVITE).
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <unordered_map>

#include "sip_message.hpp"
#include "timing.hpp"

namespace parley::sip {

struct OutgoingRequest {
  std::string branch;
  std::string method;
  Target target;
  std::string bytes;
};

class ClientTransactions {
 public:
  explicit ClientTransactions(SipTimings timings) : timings_(timings) {}

  // The caller sends the first copy.
  void start(OutgoingRequest request, SipSessionId owner, Instant now);
  // Whose request has its final response; nullopt for provisional and unknown ones.
  std::optional<SipSessionId> on_response(const SipMessage& response);
  void on_time(Instant now, const std::function<void(const OutgoingRequest&)>& send,
               const std::function<void(SipSessionId)>& timed_out);
  std::optional<Instant> next_deadline() const { return deadlines_.next(); }
  std::size_t size() const { return waiting_.size(); }

 private:
  struct Waiting {
    OutgoingRequest request;
    SipSessionId owner;
    Duration interval;
    Instant gives_up_at;
  };

  SipTimings timings_;
  std::unordered_map<std::string, Waiting> waiting_;  // by branch, which is ours and unique
  DeadlineQueue<std::string> deadlines_;
};

}  // namespace parley::sip
