// SPDX-License-Identifier: Apache-2.0
#include "session.hpp"

#include <algorithm>

namespace parley::sip {
namespace {

template <class... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};
template <class... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

Reply error(std::uint16_t status) {
  Reply reply;
  reply.status = status;
  return reply;
}

Reply retry_later(std::uint16_t status, std::uint32_t seconds) {
  auto reply = error(status);
  reply.headers.push_back({"Retry-After", std::to_string(seconds)});
  return reply;
}

Reply success(std::string sdp) {
  Reply reply;
  reply.forms_dialog = true;
  reply.sdp = std::move(sdp);
  return reply;
}

Reply no_common_codec() {
  auto reply = error(488);
  reply.headers.push_back({"Warning", "305 parley \"PCMU or PCMA over RTP/AVP is needed\""});
  return reply;
}

}  // namespace

Session::Session(TransactionId invite, std::uint32_t cseq, std::optional<SdpDescription> offer,
                 std::uint64_t sdp_session_id)
    : invite_(invite), offer_(std::move(offer)), author_(sdp_session_id), ack_cseq_(cseq) {}

SessionActions Session::on(const SessionInput& input) {
  return std::visit(Overloaded{
                        [&](const RingAsked&) { return ring(); },
                        [&](const AnswerAsked& asked) { return answer(asked.answer); },
                        [&](const RejectAsked& asked) { return reject(asked); },
                        [&](const HangUpAsked& asked) { return hang_up(asked.patience); },
                        [&](const CancelCame&) { return cancelled(); },
                        [&](const AckCame& ack) { return acked(ack); },
                        [&](const ByeCame& came) { return bye(came.transaction); },
                        [&](const ReinviteCame& came) { return reinvite(came); },
                        [&](const AckMissing&) { return ack_missing(); },
                        [&](const ByeEnded&) { return SessionActions{Forget{}}; },
                        [&](const FlowLost&) { return flow_lost(); },
                    },
                    input);
}

SessionActions Session::ring() {
  if (state_ != State::offered) return {};
  auto reply = error(180);
  reply.forms_dialog = true;
  return {Respond{invite_, std::move(reply)}};
}

SessionActions Session::answer(const SipAnswer& answer) {
  if (state_ != State::offered) return {};
  local_ = answer.local_media;
  std::string sdp;
  if (offer_) {
    const auto choice = choose_audio(*offer_);
    if (!choice) {
      return {Respond{invite_, no_common_codec()}, Tell{Closed{SipClosed::negotiation_failed}}, Forget{}};
    }
    audio_ = choice->audio;
    sdp = our_answer(*offer_, *choice);
  } else {
    sdp = our_offer();
  }
  auto reply = success(std::move(sdp));
  for (const auto& [name, value] : answer.headers) reply.headers.push_back({name, value});
  state_ = State::unconfirmed;
  SessionActions actions{Respond{invite_, std::move(reply)}, AwaitAck{invite_}};
  if (audio_) actions.emplace_back(Tell{Answered{*audio_}});
  return actions;
}

SessionActions Session::reject(const RejectAsked& asked) {
  if (state_ != State::offered) return {};
  const auto status = std::clamp<std::uint16_t>(asked.status, 400, 699);
  auto reply = asked.retry_after_s == 0 ? error(status) : retry_later(status, asked.retry_after_s);
  reply.reason = asked.reason;
  return {Respond{invite_, std::move(reply)}, Tell{Closed{SipClosed::we_rejected}}, Forget{}};
}

SessionActions Session::hang_up(Patience patience) {
  switch (state_) {
    case State::offered:
      return {Respond{invite_, error(480)}, Tell{Closed{SipClosed::we_hung_up}}, Forget{}};
    case State::confirmed:
      return close_by_bye(SipClosed::we_hung_up);
    case State::unconfirmed:
      if (patience == Patience::at_once) return close_by_bye(SipClosed::we_hung_up);
      // RFC 3261 §15: the called side sends no BYE before the ACK or its time-out.
      state_ = State::closing;
      bye_after_ack_ = true;
      return {Tell{Closed{SipClosed::we_hung_up}}};
    case State::closing:
      if (patience == Patience::at_once && bye_after_ack_) return close_by_bye(std::nullopt);
      return {};
  }
  return {};
}

SessionActions Session::cancelled() {
  if (state_ != State::offered) return {};
  return {Respond{invite_, error(487)}, Tell{Closed{SipClosed::cancelled}}, Forget{}};
}

SessionActions Session::acked(const AckCame& ack) {
  if (ack.cseq != ack_cseq_) return {};
  if (state_ == State::closing && bye_after_ack_) return close_by_bye(std::nullopt);
  if (state_ != State::unconfirmed) return {};
  state_ = State::confirmed;
  SessionActions actions{StopAwaitingAck{}};
  if (offer_outstanding_) {
    auto more = accept_answer(ack);
    actions.insert(actions.end(), more.begin(), more.end());
  } else if (!established_) {
    actions.emplace_back(Tell{Established{*audio_}});
  }
  established_ = true;
  return actions;
}

SessionActions Session::accept_answer(const AckCame& ack) {
  offer_outstanding_ = false;
  const auto choice = ack.answer ? choose_audio(*ack.answer) : std::nullopt;
  if (!choice) return close_by_bye(SipClosed::negotiation_failed);
  const bool changed = audio_ != choice->audio;
  audio_ = choice->audio;
  if (!established_) return {Tell{Established{*audio_}}};
  if (changed) return {Tell{AudioChanged{*audio_}}};
  return {};
}

SessionActions Session::bye(TransactionId transaction) {
  SessionActions actions{Respond{transaction, Reply{}}};
  if (state_ == State::offered) {
    actions.emplace_back(Respond{invite_, error(487)});
    actions.emplace_back(Tell{Closed{SipClosed::cancelled}});
  } else if (state_ != State::closing) {
    actions.emplace_back(Tell{Closed{SipClosed::peer_hung_up}});
  }
  actions.emplace_back(Forget{});
  return actions;
}

SessionActions Session::reinvite(const ReinviteCame& came) {
  switch (state_) {
    case State::offered:
      return {Respond{came.transaction, retry_later(500, 2)}};  // RFC 3261 §14.2
    case State::unconfirmed:
      return {Respond{came.transaction, error(491)}};
    case State::closing:
      return {Respond{came.transaction, error(481)}};
    case State::confirmed:
      break;
  }
  SessionActions actions;
  if (came.offer) {
    const auto choice = choose_audio(*came.offer);
    if (!choice) return {Respond{came.transaction, no_common_codec()}};
    actions.emplace_back(Respond{came.transaction, success(our_answer(*came.offer, *choice))});
    if (audio_ != choice->audio) actions.emplace_back(Tell{AudioChanged{choice->audio}});
    audio_ = choice->audio;
  } else {
    actions.emplace_back(Respond{came.transaction, success(our_offer())});
  }
  actions.emplace_back(AwaitAck{came.transaction});
  ack_cseq_ = came.cseq;
  state_ = State::unconfirmed;
  return actions;
}

SessionActions Session::ack_missing() {
  if (state_ == State::unconfirmed) return close_by_bye(SipClosed::no_ack);
  if (state_ == State::closing && bye_after_ack_) return close_by_bye(std::nullopt);
  return {};
}

SessionActions Session::flow_lost() {
  // An answered call outlives its connection: the next request opens another, and media decides whether it lives.
  if (state_ != State::offered) return {};
  return {Abandon{invite_}, Tell{Closed{SipClosed::transport_lost}}, Forget{}};
}

std::string Session::our_answer(const SdpDescription& offer, const AudioChoice& choice) {
  return author_.sign(answer_body(offer, choice, local_), local_);
}

std::string Session::our_offer() {
  offer_outstanding_ = true;
  return author_.sign(offer_body(local_, audio_ ? audio_->telephone_event : std::nullopt), local_);
}

SessionActions Session::close_by_bye(std::optional<SipClosed> reason) {
  state_ = State::closing;
  bye_after_ack_ = false;
  SessionActions actions{StopAwaitingAck{}, SendBye{}};
  if (reason) actions.emplace_back(Tell{Closed{*reason}});
  return actions;
}

}  // namespace parley::sip
