// SPDX-License-Identifier: Apache-2.0
#include "user_agent.hpp"

#include <array>
#include <cstdio>

#include "header_text.hpp"
#include "sip_parser.hpp"

namespace parley::sip {
namespace {

constexpr std::chrono::seconds kMalformedQuiet{10};

template <class... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};
template <class... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

std::string hexadecimal(std::uint64_t number) {
  std::array<char, 17> text{};
  std::snprintf(text.data(), text.size(), "%016llx", static_cast<unsigned long long>(number));
  return text.data();
}

}  // namespace

UserAgent::UserAgent(UserAgentSettings settings, SipDesk& desk, Wire& wire, EventSink& events, SipMeters& meters,
                     Log log, std::function<std::uint64_t()> random)
    : settings_(std::move(settings)),
      desk_(desk),
      wire_(wire),
      events_(events),
      meters_(meters),
      log_(std::move(log)),
      random_(std::move(random)),
      stateless_secret_(hexadecimal(random_())),
      transactions_(settings_.timings, settings_.max_lingering_transactions),
      requests_(settings_.timings),
      malformed_notice_(kMalformedQuiet) {}

void UserAgent::on_packet(std::string_view bytes, const Flow& flow, Instant now) {
  const auto message = parse_message(bytes);
  if (!message) return note_malformed(flow, "not a SIP message", now);
  if (message->is_request()) return on_request(*message, flow, now);
  if (const auto owner = requests_.on_response(*message)) {
    perform(*owner, ByeEnded{}, now);
  } else if (message->status >= 200) {
    meters_.stray_responses.add();
  }
}

void UserAgent::on_connection_lost(std::uint64_t connection, Instant now) {
  for (const auto id : sessions_.ids()) {
    const auto* leg = sessions_.find(id);
    if (leg && leg->dialog.flow().connection == connection) perform(id, FlowLost{}, now);
  }
}

void UserAgent::on_command(SipSessionId session, const SessionInput& command, Instant now) {
  perform(session, command, now);
}

void UserAgent::on_time(Instant now) {
  transactions_.on_time(now, [this](const ServerTransactions::Sending& sending) {
    meters_.retransmissions.add();
    wire_.send(*sending.target, *sending.bytes);
  });
  requests_.on_time(
      now,
      [this](const OutgoingRequest& request) {
        meters_.retransmissions.add();
        wire_.send(request.target, request.bytes);
      },
      [this, now](SipSessionId owner) { perform(owner, ByeEnded{}, now); });
  while (const auto due = ack_deadlines_.pop_due(now)) {
    auto* leg = sessions_.find(due->second);
    if (!leg || !leg->ack_wait || leg->ack_wait->due() != due->first) continue;
    if (leg->ack_wait->on_time(now) == AckWait::Step::give_up) {
      meters_.missing_acks.add();
      perform(due->second, AckMissing{}, now);
      continue;
    }
    ack_deadlines_.add(leg->ack_wait->due(), due->second);
    if (const auto sending = transactions_.repeat(leg->acked_by)) {
      meters_.retransmissions.add();
      wire_.send(*sending->target, *sending->bytes);
    }
  }
  while (const auto due = answer_deadlines_.pop_due(now)) {
    perform(due->second, RejectAsked{480, "No Answer", 0}, now);  // nothing happens to a call that was answered
  }
  meters_.transactions.set(static_cast<std::int64_t>(transactions_.size()));
}

std::optional<Instant> UserAgent::next_deadline() const {
  return earliest(earliest(transactions_.next_deadline(), requests_.next_deadline()),
                  earliest(ack_deadlines_.next(), answer_deadlines_.next()));
}

void UserAgent::shut_down(Instant now) {
  shutting_down_ = true;
  for (const auto id : sessions_.ids()) perform(id, HangUpAsked{Patience::at_once}, now);
}

void UserAgent::perform(SipSessionId id, const SessionInput& input, Instant now) {
  auto* leg = sessions_.find(id);
  if (!leg) return;
  for (const auto& action : leg->session.on(input)) carry_out(id, action, now);
}

void UserAgent::carry_out(SipSessionId id, const SessionAction& action, Instant now) {
  auto* leg = sessions_.find(id);
  if (!leg) return;
  std::visit(Overloaded{
                 [&](const Respond& respond_with) {
                   auto reply = respond_with.reply;
                   if (reply.forms_dialog) {
                     reply.headers.push_back({"Contact", contact(leg->dialog.flow())});
                     reply.headers.push_back({"Allow", std::string(kAllow)});
                   }
                   if (reply.status >= 200) by_invite_.erase(respond_with.transaction);
                   respond(respond_with.transaction, reply, now);
                 },
                 [&](const AwaitAck& await) {
                   leg->acked_by = await.transaction;
                   leg->ack_wait.emplace(now, settings_.timings);
                   ack_deadlines_.add(leg->ack_wait->due(), id);
                 },
                 [&](const StopAwaitingAck&) {
                   leg->ack_wait.reset();
                   transactions_.acknowledge(leg->acked_by);
                 },
                 [&](const SendBye&) { send_bye(id, *leg, now); },
                 [&](const Tell& tell) { events_.tell(id, tell.event); },
                 [&](const Abandon& abandon) {
                   by_invite_.erase(abandon.transaction);
                   transactions_.abandon(abandon.transaction);
                 },
                 [&](const Forget&) { forget(id); },
             },
             action);
}

void UserAgent::respond(TransactionId transaction, const Reply& reply, Instant now) {
  const auto sending = transactions_.reply(transaction, reply, now);
  if (!sending) return;
  if (reply.status >= 200) meters_.final_response(reply.status).add();
  wire_.send(*sending->target, *sending->bytes);
}

void UserAgent::send_bye(SipSessionId id, Leg& leg, Instant now) {
  const auto sent_by = host_port(advertised_host(leg.dialog.flow()), settings_.port);
  auto request = leg.dialog.request("BYE", "z9hG4bK" + random_tag(), sent_by, settings_.user_agent, {});
  wire_.send(request.target, request.bytes);
  requests_.start(std::move(request), id, now);
}

void UserAgent::forget(SipSessionId id) {
  const auto* leg = sessions_.find(id);
  if (!leg) return;
  if (leg->ack_wait) transactions_.acknowledge(leg->acked_by);
  by_local_tag_.erase(leg->dialog.local_tag());
  sessions_.remove(id);
  meters_.sessions.set(static_cast<std::int64_t>(sessions_.size()));
}

void UserAgent::note_malformed(const Flow& flow, std::string_view what, Instant now) {
  meters_.malformed.add();
  if (const auto count = malformed_notice_.note(now)) {
    log_.warning("sip.malformed", "packets dropped that are no answerable SIP message",
                 {{"count", *count}, {"last_from", host_port(flow.peer.host, flow.peer.port)}, {"last_fault", what}});
  }
}

std::string UserAgent::advertised_host(const Flow& flow) const {
  return settings_.advertise.empty() ? flow.local_host : settings_.advertise;
}

std::string UserAgent::contact(const Flow& flow) const {
  const std::string_view transport = flow.transport == SipTransport::tcp ? ";transport=tcp" : "";
  return "<sip:" + host_port(advertised_host(flow), settings_.port) + std::string(transport) + ">";
}

std::string UserAgent::random_tag() { return hexadecimal(random_()); }

}  // namespace parley::sip
