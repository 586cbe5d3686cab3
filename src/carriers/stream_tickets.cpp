// SPDX-License-Identifier: Apache-2.0
#include "stream_tickets.hpp"

#include <algorithm>
#include <utility>

namespace parley {

void StreamTickets::issue(std::string name, TicketHolder holder, Instant now) {
  std::lock_guard lock(mutex_);
  std::erase_if(tickets_, [&](const auto& one) { return now - one.second.issued > kValid; });
  if (tickets_.size() >= kMost) {
    tickets_.erase(std::min_element(tickets_.begin(), tickets_.end(),
                                    [](const auto& a, const auto& b) { return a.second.issued < b.second.issued; }));
  }
  tickets_[std::move(name)] = Ticket{std::move(holder), now};
}

std::optional<TicketHolder> StreamTickets::redeem(std::string_view name, std::string_view carrier_call, Instant now) {
  std::lock_guard lock(mutex_);
  const auto found = tickets_.find(name);
  if (found == tickets_.end()) return std::nullopt;
  Ticket ticket = std::move(found->second);
  tickets_.erase(found);
  if (now - ticket.issued > kValid || ticket.holder.carrier_call != carrier_call) return std::nullopt;
  return std::move(ticket.holder);
}

std::size_t StreamTickets::size() const {
  std::lock_guard lock(mutex_);
  return tickets_.size();
}

}  // namespace parley
