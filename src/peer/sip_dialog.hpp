// SPDX-License-Identifier: Apache-2.0
// One outgoing call by SIP as decisions (RFC 3261 §13, §15, §17.1): messages and time in, messages out. Times count
// from the INVITE.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "parley/peer/call_report.hpp"
#include "sdp.hpp"
#include "sip_message.hpp"

namespace parley::peer {

struct SipDialogSettings {
  std::string target;  // Request-URI
  std::string from_user = "caller";
  std::string local_host;  // in Via, Contact and SDP
  std::uint16_t local_port = 0;
  bool tcp = false;
  std::string call_id;
  std::string unique;  // makes tags and branches differ from those of other calls
  AudioSession audio;  // what we offer
  CallTime answer_within{20'000'000};
};

struct SipAnswered {
  std::string call_id;  // X-Parley-Call-Id; may be empty

  friend bool operator==(const SipAnswered&, const SipAnswered&) = default;
};

struct SipEnded {
  CallOutcome outcome = CallOutcome::failed;
  int status = 0;
  std::string problem;

  friend bool operator==(const SipEnded&, const SipEnded&) = default;
};

struct SipActions {
  std::vector<std::string> send;
  std::optional<SipAnswered> answered;
  std::optional<AudioSession> remote;  // where and how to send from now on; direction is ours
  std::optional<SipEnded> ended;
};

class SipDialog {
 public:
  // RFC 3261 §17.1.1.1 and, for how long a BYE is worth repeating, patience of our own.
  static constexpr CallTime kT1{500'000};
  static constexpr CallTime kT2{4'000'000};
  static constexpr CallTime kTransactionTimeout{32'000'000};
  static constexpr CallTime kByeTimeout{4'000'000};

  explicit SipDialog(SipDialogSettings settings);

  SipActions start();
  SipActions on(const SipMessage& message, CallTime now);
  SipActions on_time(CallTime now);  // a few times a second at the least
  SipActions hang_up(CallTime now);  // BYE, or CANCEL before the answer
  SipActions transport_failed(std::string problem);
  bool ended() const { return state_ == State::ended; }
  int status() const { return status_; }

 private:
  enum class State : std::uint8_t { calling, proceeding, cancelling, established, leaving, ended };

  SipActions on_invite_response(const SipMessage& response, CallTime now);
  SipActions on_request(const SipMessage& request);
  SipActions answer_offer(const SipMessage& request);
  SipActions end(SipActions actions, CallOutcome outcome, std::string problem);
  void give_up_answering(SipActions& actions, CallTime now, std::string problem);
  void send_and_repeat(SipActions& actions, std::string text, CallTime now);
  SipMessage request(const std::string& method, std::uint32_t cseq) const;
  SipMessage response(const SipMessage& request, int status, std::string reason) const;
  std::string via(std::string_view branch) const;
  std::string contact() const;
  std::string branch(std::string_view of) const;

  SipDialogSettings settings_;
  State state_ = State::calling;
  int status_ = 0;

  std::string local_;   // From of our requests
  std::string remote_;  // To of our requests, with its tag once known
  std::string remote_target_;
  std::vector<std::string> routes_;
  std::uint32_t cseq_ = 1;
  SipMessage invite_;
  std::string ack_;              // of the 2xx; repeated when that is
  std::string hang_up_problem_;  // why we gave up on the answer; empty: we wanted to
  AudioSession audio_;
  std::uint64_t sdp_version_ = 1;
  std::optional<std::uint32_t> offer_cseq_;  // of the newest re-INVITE or UPDATE
  std::string offer_answer_;                 // repeated when that is

  std::string repeated_;  // goes out again at repeat_at_ until a response comes
  CallTime repeat_at_{};
  CallTime repeat_after_{kT1};
  CallTime give_up_at_{};
};

}  // namespace parley::peer
