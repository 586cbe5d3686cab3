// SPDX-License-Identifier: Apache-2.0
// One call's signalling as decisions: event in, actions out. No clock, no socket, no text of messages.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "parley/telephony/sip_stack.hpp"
#include "sdp_negotiation.hpp"
#include "server_transactions.hpp"
#include "sip_writer.hpp"

namespace parley::sip {

// What happened.
struct RingAsked {};
struct AnswerAsked {
  SipAnswer answer;
};
struct RejectAsked {
  std::uint16_t status = 480;
  std::string reason;
  std::uint32_t retry_after_s = 0;  // 0: no Retry-After
};
enum class Patience { wait_for_ack, at_once };  // at_once: we are shutting down
struct HangUpAsked {
  Patience patience = Patience::wait_for_ack;
};
struct CancelCame {};
struct AckCame {
  std::uint32_t cseq = 0;
  std::optional<SdpDescription> answer;
};
struct ByeCame {
  TransactionId transaction = 0;
};
struct ReinviteCame {
  TransactionId transaction = 0;
  std::uint32_t cseq = 0;
  std::optional<SdpDescription> offer;
};
struct AckMissing {};  // 64*T1 without ACK
struct ByeEnded {};    // our BYE was answered or timed out
struct FlowLost {};    // the connection that the INVITE came by
using SessionInput = std::variant<RingAsked, AnswerAsked, RejectAsked, HangUpAsked, CancelCame, AckCame, ByeCame,
                                  ReinviteCame, AckMissing, ByeEnded, FlowLost>;

// What the call is told.
struct Answered {
  NegotiatedAudio audio;
  friend bool operator==(const Answered&, const Answered&) = default;
};
struct Established {
  NegotiatedAudio audio;
  friend bool operator==(const Established&, const Established&) = default;
};
struct AudioChanged {
  NegotiatedAudio audio;
  friend bool operator==(const AudioChanged&, const AudioChanged&) = default;
};
struct Closed {
  SipClosed reason = SipClosed::peer_hung_up;
  friend bool operator==(const Closed&, const Closed&) = default;
};
using SessionEvent = std::variant<Answered, Established, AudioChanged, Closed>;

// What is to be done.
struct Respond {
  TransactionId transaction = 0;
  Reply reply;
  friend bool operator==(const Respond&, const Respond&) = default;
};
struct AwaitAck {  // for the 2xx of this transaction
  TransactionId transaction = 0;
  friend bool operator==(const AwaitAck&, const AwaitAck&) = default;
};
struct StopAwaitingAck {
  friend bool operator==(const StopAwaitingAck&, const StopAwaitingAck&) = default;
};
struct SendBye {
  friend bool operator==(const SendBye&, const SendBye&) = default;
};
struct Tell {
  SessionEvent event;
  friend bool operator==(const Tell&, const Tell&) = default;
};
struct Abandon {  // the transaction cannot be answered any more
  TransactionId transaction = 0;
  friend bool operator==(const Abandon&, const Abandon&) = default;
};
struct Forget {  // the session is over
  friend bool operator==(const Forget&, const Forget&) = default;
};
using SessionAction = std::variant<Respond, AwaitAck, StopAwaitingAck, SendBye, Tell, Abandon, Forget>;
using SessionActions = std::vector<SessionAction>;

class Session {
 public:
  // `offer`: nullopt when the INVITE had none (delayed offer).
  Session(TransactionId invite, std::uint32_t cseq, std::optional<SdpDescription> offer, std::uint64_t sdp_session_id);

  SessionActions on(const SessionInput& input);

 private:
  enum class State {
    offered,      // the INVITE has no final response
    unconfirmed,  // a 2xx, of the INVITE or a re-INVITE, waits for its ACK
    confirmed,
    closing,  // our BYE is under way, or waits for the ACK
  };

  SessionActions ring();
  SessionActions answer(const SipAnswer& answer);
  SessionActions reject(const RejectAsked& asked);
  SessionActions hang_up(Patience patience);
  SessionActions cancelled();
  SessionActions acked(const AckCame& ack);
  SessionActions bye(TransactionId transaction);
  SessionActions reinvite(const ReinviteCame& reinvite);
  SessionActions ack_missing();
  SessionActions flow_lost();

  std::string our_answer(const SdpDescription& offer, const AudioChoice& choice);
  std::string our_offer();
  SessionActions accept_answer(const AckCame& ack);
  SessionActions close_by_bye(std::optional<SipClosed> reason);

  TransactionId invite_;
  std::optional<SdpDescription> offer_;
  SdpAuthor author_;
  State state_ = State::offered;
  std::uint32_t ack_cseq_;
  MediaAddress local_;
  std::optional<NegotiatedAudio> audio_;
  bool offer_outstanding_ = false;  // ours, in a 2xx
  bool established_ = false;        // the first ACK came
  bool bye_after_ack_ = false;
};

}  // namespace parley::sip
