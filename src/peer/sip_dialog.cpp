// SPDX-License-Identifier: Apache-2.0
#include "sip_dialog.hpp"

#include <algorithm>
#include <utility>

namespace parley::peer {
namespace {

constexpr auto kAllow = "INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE, INFO, NOTIFY";

std::string hint_for(int status) {
  switch (status) {
    case 401:
    case 407:
      return "the server asks for credentials, which this caller has not";
    case 404:
      return "nobody owns the called number: name one of an organization's numbers, as in sip:demo@HOST";
    case 488:
      return "no codec in common: try --codec pcmu";
    case 503:
      return "the server takes no more calls: see /readyz?verbose";
    default:
      return "the call was refused";
  }
}

}  // namespace

SipDialog::SipDialog(SipDialogSettings settings) : settings_(std::move(settings)), audio_(settings_.audio) {
  local_ = "<sip:" + settings_.from_user + "@" + settings_.local_host + ">;tag=" + settings_.unique;
  remote_ = "<" + settings_.target + ">";
  remote_target_ = settings_.target;
  give_up_at_ = std::min(settings_.answer_within, kTransactionTimeout);
}

std::string SipDialog::branch(std::string_view of) const {
  return "z9hG4bK" + settings_.unique + "-" + std::to_string(cseq_) + std::string(of);
}

std::string SipDialog::via(std::string_view branch) const {
  return std::string("SIP/2.0/") + (settings_.tcp ? "TCP " : "UDP ") + settings_.local_host + ":" +
         std::to_string(settings_.local_port) + ";rport;branch=" + std::string(branch);
}

std::string SipDialog::contact() const {
  return "<sip:" + settings_.from_user + "@" + settings_.local_host + ":" + std::to_string(settings_.local_port) +
         (settings_.tcp ? ";transport=tcp>" : ">");
}

SipMessage SipDialog::request(const std::string& method, std::uint32_t cseq) const {
  SipMessage message;
  message.method = method;
  message.uri = remote_target_;
  message.add("Via", via(branch(method)));
  message.add("Max-Forwards", "70");
  for (const auto& route : routes_) message.add("Route", route);
  message.add("From", local_);
  message.add("To", remote_);
  message.add("Call-ID", settings_.call_id);
  message.add("CSeq", std::to_string(cseq) + " " + method);
  message.add("User-Agent", "parley-call");
  return message;
}

SipMessage SipDialog::response(const SipMessage& request, int status, std::string reason) const {
  SipMessage message;
  message.status = status;
  message.reason = std::move(reason);
  for (const auto& one : request.all("Via")) message.add("Via", one);
  for (const auto* name : {"From", "To", "Call-ID", "CSeq"}) message.add(name, *request.header(name));
  message.add("Contact", contact());
  message.add("Allow", kAllow);
  return message;
}

void SipDialog::send_and_repeat(SipActions& actions, std::string text, CallTime now) {
  repeated_ = settings_.tcp ? std::string{} : text;
  repeat_after_ = kT1;
  repeat_at_ = now + kT1;
  actions.send.push_back(std::move(text));
}

SipActions SipDialog::end(SipActions actions, CallOutcome outcome, std::string problem) {
  state_ = State::ended;
  repeated_.clear();
  actions.ended = SipEnded{outcome, status_, std::move(problem)};
  return actions;
}

SipActions SipDialog::start() {
  invite_ = request("INVITE", cseq_);
  invite_.add("Contact", contact());
  invite_.add("Allow", kAllow);
  invite_.add("Content-Type", "application/sdp");
  invite_.body = write_sdp(audio_, 1, sdp_version_);
  SipActions actions;
  send_and_repeat(actions, to_wire(invite_), CallTime::zero());
  return actions;
}

SipActions SipDialog::on(const SipMessage& message, CallTime now) {
  if (state_ == State::ended || *message.header("Call-ID") != settings_.call_id) return {};
  if (message.is_request()) return on_request(message);
  const auto cseq = cseq_of(message);
  if (!cseq) return {};
  if (cseq->method == "INVITE" && cseq->number == 1) return on_invite_response(message, now);
  if (cseq->method == "BYE" && state_ == State::leaving && message.status >= 200) {
    return end({}, hang_up_problem_.empty() ? CallOutcome::local : CallOutcome::failed, hang_up_problem_);
  }
  return {};
}

SipActions SipDialog::on_invite_response(const SipMessage& response, CallTime now) {
  SipActions actions;
  if (state_ == State::established || state_ == State::leaving) {
    if (response.status >= 200 && response.status < 300) actions.send.push_back(ack_);
    return actions;
  }
  if (state_ == State::calling) repeated_.clear();
  if (response.status < 200) {
    if (state_ == State::calling) state_ = State::proceeding;
    return actions;
  }
  status_ = response.status;
  if (response.status >= 300) {
    SipMessage ack = request("ACK", 1);
    ack.headers.front().second = *invite_.header("Via");
    for (auto& [name, value] : ack.headers) {
      if (name == "To") value = *response.header("To");
    }
    actions.send.push_back(to_wire(ack));
    return end(std::move(actions), CallOutcome::failed,
               hang_up_problem_.empty()
                   ? std::to_string(response.status) + " " + response.reason + ": " + hint_for(response.status)
                   : hang_up_problem_);
  }
  remote_ = *response.header("To");
  if (const auto* target = response.header("Contact")) remote_target_ = address_in(*target);
  routes_ = response.all("Record-Route");
  std::reverse(routes_.begin(), routes_.end());
  ack_ = to_wire(request("ACK", 1));
  actions.send.push_back(ack_);
  if (state_ == State::cancelling) {  // the answer and our CANCEL crossed
    give_up_answering(actions, now, hang_up_problem_);
    return actions;
  }
  state_ = State::established;
  auto remote = read_sdp(response.body);
  if (!remote || remote->port == 0) {
    give_up_answering(actions, now,
                      "the 200 OK has no usable audio" + (remote ? std::string{} : ": " + remote.error().message));
    return actions;
  }
  const auto* id = response.header("X-Parley-Call-Id");
  actions.answered = SipAnswered{id ? *id : std::string{}};
  audio_.direction = mirrored_direction(remote->direction);
  remote->direction = audio_.direction;
  actions.remote = *remote;
  return actions;
}

// Leaves an answered call because something is wrong with it.
void SipDialog::give_up_answering(SipActions& actions, CallTime now, std::string problem) {
  state_ = State::established;
  auto leaving = hang_up(now);
  hang_up_problem_ = std::move(problem);
  actions.send.insert(actions.send.end(), leaving.send.begin(), leaving.send.end());
}

SipActions SipDialog::hang_up(CallTime now) {
  SipActions actions;
  if (state_ == State::calling) {
    // A CANCEL before any response is not allowed (RFC 3261 §9.1): stop asking instead.
    status_ = 0;
    return end(std::move(actions), CallOutcome::local, {});
  }
  if (state_ == State::proceeding) {
    state_ = State::cancelling;
    SipMessage cancel = request("CANCEL", 1);
    cancel.headers.front().second = *invite_.header("Via");
    send_and_repeat(actions, to_wire(cancel), now);
    give_up_at_ = now + kByeTimeout;
  } else if (state_ == State::established) {
    state_ = State::leaving;
    ++cseq_;
    send_and_repeat(actions, to_wire(request("BYE", cseq_)), now);
    give_up_at_ = now + kByeTimeout;
  }
  return actions;
}

SipActions SipDialog::transport_failed(std::string problem) {
  if (state_ == State::ended) return {};
  // A server that is gone when we leave needs no goodbye.
  if (state_ == State::leaving && hang_up_problem_.empty()) return end({}, CallOutcome::local, {});
  return end({}, CallOutcome::failed, std::move(problem));
}

SipActions SipDialog::on_time(CallTime now) {
  SipActions actions;
  if (state_ == State::ended) return actions;
  if (state_ != State::established && now >= give_up_at_) {
    if (state_ == State::calling) {
      return end(std::move(actions), CallOutcome::failed,
                 "no response to the INVITE from " + settings_.target + ": is the server running and the port right?");
    }
    if (state_ == State::proceeding) {
      hang_up_problem_ = "not answered in time";
      return hang_up(now);
    }
    const bool wanted = state_ == State::leaving && hang_up_problem_.empty();
    return end(std::move(actions), wanted ? CallOutcome::local : CallOutcome::failed, hang_up_problem_);
  }
  if (!repeated_.empty() && now >= repeat_at_) {
    actions.send.push_back(repeated_);
    repeat_after_ = state_ == State::calling ? repeat_after_ * 2 : std::min(repeat_after_ * 2, kT2);
    repeat_at_ = now + repeat_after_;
  }
  return actions;
}

SipActions SipDialog::on_request(const SipMessage& request) {
  SipActions actions;
  if (request.method == "ACK") return actions;
  if (request.method == "BYE") {
    actions.send.push_back(to_wire(response(request, 200, "OK")));
    return end(std::move(actions), hang_up_problem_.empty() ? CallOutcome::remote : CallOutcome::failed,
               hang_up_problem_);
  }
  if (request.method == "INVITE" || (request.method == "UPDATE" && !request.body.empty())) return answer_offer(request);
  if (request.method == "OPTIONS" || request.method == "INFO" || request.method == "NOTIFY" ||
      request.method == "UPDATE") {
    actions.send.push_back(to_wire(response(request, 200, "OK")));
  } else if (request.method == "CANCEL") {
    actions.send.push_back(to_wire(response(request, 481, "Call/Transaction Does Not Exist")));
  } else {
    actions.send.push_back(to_wire(response(request, 501, "Not Implemented")));
  }
  return actions;
}

SipActions SipDialog::answer_offer(const SipMessage& request) {
  SipActions actions;
  const auto cseq = cseq_of(request);
  if (cseq && offer_cseq_ == cseq->number) {
    actions.send.push_back(offer_answer_);
    return actions;
  }
  if (state_ != State::established) {
    actions.send.push_back(to_wire(response(request, 491, "Request Pending")));
    return actions;
  }
  audio_.direction = "sendrecv";
  if (!request.body.empty()) {
    auto offered = read_sdp(request.body);
    if (!offered) {
      actions.send.push_back(to_wire(response(request, 488, "Not Acceptable Here")));
      return actions;
    }
    audio_.direction = mirrored_direction(offered->direction);
    offered->direction = audio_.direction;
    actions.remote = *offered;
  }
  auto ok = response(request, 200, "OK");
  ok.add("Content-Type", "application/sdp");
  ok.body = write_sdp(audio_, 1, ++sdp_version_);
  offer_answer_ = to_wire(ok);
  if (cseq) offer_cseq_ = cseq->number;
  actions.send.push_back(offer_answer_);
  return actions;
}

}  // namespace parley::peer
