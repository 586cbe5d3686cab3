// SPDX-License-Identifier: Apache-2.0
// A user agent with a wire, a desk and a listener that only remember, and time that only moves by hand.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "sip_text.hpp"
#include "support/plain_meters.hpp"
#include "user_agent.hpp"

namespace parley::sip::test {

class RememberingWire final : public Wire {
 public:
  void send(const Target& target, const std::string& bytes) override { sent.emplace_back(target, parsed(bytes)); }
  std::vector<std::pair<Target, SipMessage>> sent;
};

class RememberingDesk final : public SipDesk {
 public:
  InviteVerdict on_invite(const IncomingCall& call) override {
    calls.push_back(call);
    return verdict;
  }
  bool accepts_calls() const override { return open; }

  InviteVerdict verdict;
  bool open = true;
  std::vector<IncomingCall> calls;
};

class RememberingSink final : public EventSink {
 public:
  void opened(SipSessionId) override { ++open; }
  void discarded(SipSessionId) override { --open; }
  void tell(SipSessionId, const SessionEvent& event) override { events.push_back(event); }

  int open = 0;
  std::vector<SessionEvent> events;
};

struct UserAgentScene {
  explicit UserAgentScene(UserAgentSettings settings = {})
      : agent(std::move(settings), desk, wire, sink, meters, Log{}, [this] { return ++random; }) {}

  void receive(const RequestText& request) { receive(request.text()); }
  void receive(const std::string& bytes) { agent.on_packet(bytes, flow, now); }
  void command(const SessionInput& input) { agent.on_command(desk.calls.back().session, input, now); }
  // Everything that is due until then, at its own instant.
  void pass(Duration span) {
    const auto until = now + span;
    while (agent.next_deadline() && *agent.next_deadline() <= until) {
      now = std::max(now, *agent.next_deadline());
      agent.on_time(now);
    }
    now = until;
  }
  // Status codes and methods since the last look, in order.
  std::vector<std::string> sent() {
    std::vector<std::string> lines;
    for (; seen < wire.sent.size(); ++seen) {
      const auto& message = wire.sent[seen].second;
      lines.push_back(message.is_request() ? message.method : std::to_string(message.status));
    }
    return lines;
  }
  const SipMessage& last() const { return wire.sent.back().second; }

  // INVITE, answer, and the ACK.
  void establish() {
    receive(invite());
    command(AnswerAsked{{{"127.0.0.1", 10000}, {}}});
    to_tag = last().to_tag;
    receive(in_dialog("ACK", 1));
    sent();
  }
  RequestText in_dialog(const std::string& method, std::uint32_t cseq) const {
    RequestText request;
    request.method = method;
    request.to_tag = to_tag;
    request.cseq = cseq;
    request.branch = "z9hG4bK" + method + std::to_string(cseq);
    return request;
  }

  parley::test::PlainMeters registry;
  SipMeters meters{registry};
  RememberingWire wire;
  RememberingDesk desk;
  RememberingSink sink;
  std::uint64_t random = 0x1000;
  Flow flow{SipTransport::udp, {"127.0.0.1", 5070}, 0, "127.0.0.1"};
  Instant now = Instant{} + 1h;
  std::string to_tag;
  std::size_t seen = 0;
  UserAgent agent;
};

using Lines = std::vector<std::string>;

}  // namespace parley::sip::test
