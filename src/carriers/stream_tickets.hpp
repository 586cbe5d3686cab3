// SPDX-License-Identifier: Apache-2.0
// Links a webhook to the stream that follows it: a ticket is good once and for a short time. Thread-safe.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "parley/core/time.hpp"

namespace parley {

// Who calls whom, as the webhook said, whose signature was checked.
struct TicketHolder {
  std::string carrier_call;  // CallSid
  std::string from;
  std::string to;

  friend bool operator==(const TicketHolder&, const TicketHolder&) = default;
};

class StreamTickets {
 public:
  static constexpr Duration kValid = std::chrono::seconds{60};
  static constexpr std::size_t kMost = 2000;  // then the oldest goes

  // `name` is not to be guessed; the caller makes it.
  void issue(std::string name, TicketHolder holder, Instant now);
  // nullopt: unknown, used, too old, or of another call.
  std::optional<TicketHolder> redeem(std::string_view name, std::string_view carrier_call, Instant now);
  std::size_t size() const;

 private:
  struct Ticket {
    TicketHolder holder;
    Instant issued;
  };

  mutable std::mutex mutex_;
  std::map<std::string, Ticket, std::less<>> tickets_;
};

}  // namespace parley
