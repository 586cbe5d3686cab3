// SPDX-License-Identifier: Apache-2.0
// What the SIP thread counts, looked up once.
#pragma once

#include <string_view>

#include "parley/core/meters.hpp"

namespace parley::sip {

class SipMeters {
 public:
  explicit SipMeters(Meters& meters);

  Counter& request(std::string_view method);
  Counter& final_response(int status);

  Counter& malformed;  // no SIP message, or not answerable
  Counter& keepalives;
  Counter& stray_responses;  // to nothing that we asked
  Counter& retransmissions;  // of responses and requests of ours
  Counter& missing_acks;
  Counter& commands_dropped;  // the queue was full
  Counter& send_failures;
  Gauge& sessions;
  Gauge& transactions;
  Gauge& connections;

 private:
  Counter& invites_;
  Counter& acks_;
  Counter& cancels_;
  Counter& byes_;
  Counter& options_;
  Counter& others_;
  Counter& succeeded_;
  Counter& refused_;
  Counter& failed_;
};

}  // namespace parley::sip
