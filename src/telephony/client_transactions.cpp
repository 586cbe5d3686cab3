// SPDX-License-Identifier: Apache-2.0
#include "client_transactions.hpp"

#include <algorithm>

namespace parley::sip {

void ClientTransactions::start(OutgoingRequest request, SipSessionId owner, Instant now) {
  const auto branch = request.branch;
  const auto gives_up_at = now + timings_.timeout();
  const bool retransmits = request.target.transport == SipTransport::udp;
  deadlines_.add(retransmits ? now + timings_.t1 : gives_up_at, branch);
  waiting_.insert_or_assign(branch, Waiting{std::move(request), owner, timings_.t1, gives_up_at});
}

std::optional<SipSessionId> ClientTransactions::on_response(const SipMessage& response) {
  const auto found = waiting_.find(response.via.branch);
  if (found == waiting_.end() || found->second.request.method != response.cseq_method) return std::nullopt;
  if (response.status < 200) return std::nullopt;
  const auto owner = found->second.owner;
  waiting_.erase(found);
  return owner;
}

void ClientTransactions::on_time(Instant now, const std::function<void(const OutgoingRequest&)>& send,
                                 const std::function<void(SipSessionId)>& timed_out) {
  while (const auto due = deadlines_.pop_due(now)) {
    const auto found = waiting_.find(due->second);
    if (found == waiting_.end()) continue;
    auto& waiting = found->second;
    if (now >= waiting.gives_up_at) {
      const auto owner = waiting.owner;
      waiting_.erase(found);
      timed_out(owner);
      continue;
    }
    send(waiting.request);
    waiting.interval = std::min<Duration>(waiting.interval * 2, timings_.t2);
    deadlines_.add(std::min(now + waiting.interval, waiting.gives_up_at), due->second);
  }
}

}  // namespace parley::sip
