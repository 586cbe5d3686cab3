// SPDX-License-Identifier: Apache-2.0
// How each incoming request finds its transaction, dialog and session.
#include <functional>

#include "caller_identity.hpp"
#include "header_text.hpp"
#include "request_checks.hpp"
#include "user_agent.hpp"

namespace parley::sip {
namespace {

constexpr std::uint32_t kFullRetryAfterS = 5;
// As long as a proxy waits (RFC 3261 §16.6, timer C): a call that its desk forgot must not ring for ever.
constexpr std::chrono::minutes kAnswerWithin{3};

Reply plain(std::uint16_t status, std::string reason = {}) {
  Reply reply;
  reply.status = status;
  reply.reason = std::move(reason);
  return reply;
}

}  // namespace

void UserAgent::on_request(const SipMessage& request, const Flow& flow, Instant now) {
  meters_.request(request.method).add();
  if (!is_answerable(request)) return note_malformed(flow, "a header without which nobody can be answered", now);
  if (request.method == "ACK") return on_ack(request, now);
  if (request.method == "CANCEL") return on_cancel(request, flow, now);
  if (const auto known = transactions_.find(request)) {
    if (const auto sending = transactions_.repeat(*known)) {
      meters_.retransmissions.add();
      wire_.send(*sending->target, *sending->bytes);
    }
    return;
  }
  if (const auto wrong = contradiction(request)) return refuse(request, flow, *wrong, now);
  if (request.method == "INVITE" && transactions_.is_merged(request)) return refuse(request, flow, plain(482), now);
  if (const auto refused = unsupported(request)) return refuse(request, flow, *refused, now);
  if (!request.to_tag.empty()) return on_dialog_request(request, flow, now);
  if (request.method == "INVITE") return on_invite(request, flow, now);
  if (request.method == "OPTIONS") {
    const bool open = !shutting_down_ && sessions_.size() < settings_.max_sessions && desk_.accepts_calls();
    return answer_statelessly(request, flow, open ? options_reply() : unavailable(kFullRetryAfterS));
  }
  refuse(request, flow, plain(481), now);  // a BYE outside any dialog
}

void UserAgent::on_ack(const SipMessage& ack, Instant now) {
  if (transactions_.absorb_ack(ack)) return;
  const auto id = session_of(ack);
  if (id) perform(*id, AckCame{ack.cseq, sdp_body(ack).description}, now);
}

void UserAgent::on_cancel(const SipMessage& cancel, const Flow& flow, Instant now) {
  const auto invite = transactions_.find(cancel);
  if (!invite) return answer_statelessly(cancel, flow, plain(481));
  const auto owner = by_invite_.find(*invite);
  if (owner == by_invite_.end()) return answer_statelessly(cancel, flow, plain(200));
  const auto id = owner->second;
  // The same To tag as in the responses to the INVITE (RFC 3261 §9.2).
  const auto* leg = sessions_.find(id);
  const auto tag = leg ? leg->dialog.local_tag() : random_tag();
  wire_.send(reply_target(cancel, flow), ReplyForm(cancel, flow, tag, settings_.user_agent).fill(plain(200)));
  perform(id, CancelCame{}, now);
}

void UserAgent::on_invite(const SipMessage& invite, const Flow& flow, Instant now) {
  if (shutting_down_ || sessions_.size() >= settings_.max_sessions) {
    return refuse(invite, flow, unavailable(kFullRetryAfterS), now);
  }
  const auto tag = random_tag();
  auto dialog = Dialog::accept(invite, flow, tag);
  if (!dialog) return refuse(invite, flow, plain(400, "Contact Needed"), now);
  auto body = sdp_body(invite);
  if (body.broken) return refuse(invite, flow, plain(400, "Bad Session Description"), now);
  if (body.description && !choose_audio(*body.description)) {
    auto reply = plain(488);
    reply.headers.push_back({"Warning", "305 parley \"PCMU or PCMA over RTP/AVP is needed\""});
    return refuse(invite, flow, reply, now);
  }
  const auto transaction = open_transaction(invite, flow, tag);
  const auto id = sessions_.add(Leg{Session(transaction, invite.cseq, std::move(body.description), random_() >> 1),
                                    std::move(*dialog), std::nullopt, 0});
  by_local_tag_.emplace(tag, id);
  by_invite_.emplace(transaction, id);
  answer_deadlines_.add(now + kAnswerWithin, id);
  meters_.sessions.set(static_cast<std::int64_t>(sessions_.size()));
  respond(transaction, plain(100), now);
  events_.opened(id);
  offer_to_desk(id, transaction, invite, flow, now);
}

void UserAgent::offer_to_desk(SipSessionId id, TransactionId transaction, const SipMessage& invite, const Flow& flow,
                              Instant now) {
  IncomingCall call;
  call.session = id;
  call.transport = flow.transport;
  call.called_number = called_number(invite);
  call.calling_number = calling_number(invite);
  call.sip_call_id = invite.call_id;
  call.peer = host_port(flow.peer.host, flow.peer.port);
  call.has_offer = !invite.body.empty();
  call.x_headers = application_headers(invite);
  const auto verdict = desk_.on_invite(call);
  if (verdict.kind == InviteVerdict::Kind::take) return;
  const auto reply = verdict.kind == InviteVerdict::Kind::not_found ? plain(404) : unavailable(verdict.retry_after_s);
  by_invite_.erase(transaction);
  respond(transaction, reply, now);
  events_.discarded(id);
  forget(id);
}

void UserAgent::on_dialog_request(const SipMessage& request, const Flow& flow, Instant now) {
  const auto id = session_of(request);
  auto* leg = id ? sessions_.find(*id) : nullptr;
  if (!leg) return refuse(request, flow, plain(481), now);
  if (!leg->dialog.advance(request)) return refuse(request, flow, plain(500, "CSeq Out Of Order"), now);
  if (request.method == "OPTIONS") return answer_statelessly(request, flow, options_reply());
  if (request.method == "INVITE") return on_reinvite(*id, *leg, request, flow, now);
  perform(*id, ByeCame{open_transaction(request, flow, {})}, now);
}

void UserAgent::on_reinvite(SipSessionId id, Leg& leg, const SipMessage& reinvite, const Flow& flow, Instant now) {
  auto body = sdp_body(reinvite);
  if (body.broken) return refuse(reinvite, flow, plain(400, "Bad Session Description"), now);
  leg.dialog.retarget(reinvite, flow);
  const auto transaction = open_transaction(reinvite, flow, {});
  respond(transaction, plain(100), now);
  perform(id, ReinviteCame{transaction, reinvite.cseq, std::move(body.description)}, now);
}

// An INVITE is refused in a transaction, which repeats the refusal until its ACK; others need no memory of ours.
void UserAgent::refuse(const SipMessage& request, const Flow& flow, const Reply& reply, Instant now) {
  if (request.method != "INVITE") return answer_statelessly(request, flow, reply);
  respond(open_transaction(request, flow, random_tag()), reply, now);
}

void UserAgent::answer_statelessly(const SipMessage& request, const Flow& flow, const Reply& reply) {
  // The same request gets the same tag again (RFC 3261 §8.2.7).
  const auto seed = stateless_secret_ + request.call_id + request.from_tag + request.via.branch;
  const auto tag = std::to_string(std::hash<std::string>{}(seed));
  meters_.final_response(reply.status).add();
  wire_.send(reply_target(request, flow), ReplyForm(request, flow, tag, settings_.user_agent).fill(reply));
}

TransactionId UserAgent::open_transaction(const SipMessage& request, const Flow& flow, std::string_view to_tag) {
  return transactions_.open(request, ReplyForm(request, flow, to_tag, settings_.user_agent),
                            reply_target(request, flow));
}

std::optional<SipSessionId> UserAgent::session_of(const SipMessage& request) {
  const auto found = by_local_tag_.find(request.to_tag);
  if (found == by_local_tag_.end()) return std::nullopt;
  const auto* leg = sessions_.find(found->second);
  if (!leg || !leg->dialog.owns(request)) return std::nullopt;
  return found->second;
}

}  // namespace parley::sip
