// SPDX-License-Identifier: Apache-2.0
#include "sip_meters.hpp"

namespace parley::sip {
namespace {

Counter& requests(Meters& meters, const char* method) {
  return meters.counter("parley_sip_requests_total", "SIP requests received.", {{"method", method}});
}

Counter& responses(Meters& meters, const char* status_class) {
  return meters.counter("parley_sip_responses_total", "Final SIP responses sent, without repetitions.",
                        {{"class", status_class}});
}

}  // namespace

SipMeters::SipMeters(Meters& meters)
    : malformed(meters.counter("parley_sip_malformed_total", "Packets that were no answerable SIP message.")),
      keepalives(meters.counter("parley_sip_keepalives_total", "CRLF keep-alives received.")),
      stray_responses(meters.counter("parley_sip_stray_responses_total", "SIP responses to nothing that was asked.")),
      retransmissions(meters.counter("parley_sip_retransmissions_total", "SIP messages sent again.")),
      missing_acks(meters.counter("parley_sip_missing_acks_total", "Answered calls whose ACK never came.")),
      commands_dropped(meters.counter("parley_sip_commands_dropped_total", "Commands that found their queue full.")),
      send_failures(meters.counter("parley_sip_send_failures_total", "SIP messages that could not be sent.")),
      sessions(meters.gauge("parley_sip_sessions", "SIP sessions that are not over.")),
      transactions(meters.gauge("parley_sip_transactions", "SIP server transactions, lingering ones included.")),
      connections(meters.gauge("parley_sip_connections", "Open SIP connections over TCP.")),
      invites_(requests(meters, "INVITE")),
      acks_(requests(meters, "ACK")),
      cancels_(requests(meters, "CANCEL")),
      byes_(requests(meters, "BYE")),
      options_(requests(meters, "OPTIONS")),
      others_(requests(meters, "other")),
      succeeded_(responses(meters, "2xx")),
      refused_(responses(meters, "4xx")),
      failed_(responses(meters, "5xx")) {}

Counter& SipMeters::request(std::string_view method) {
  if (method == "INVITE") return invites_;
  if (method == "ACK") return acks_;
  if (method == "CANCEL") return cancels_;
  if (method == "BYE") return byes_;
  if (method == "OPTIONS") return options_;
  return others_;
}

Counter& SipMeters::final_response(int status) {
  if (status < 300) return succeeded_;
  return status >= 500 && status < 600 ? failed_ : refused_;
}

}  // namespace parley::sip
