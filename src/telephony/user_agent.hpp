// SPDX-License-Identifier: Apache-2.0
// The user agent server without its sockets, thread and clock: messages, commands and instants in; bytes and events
// out.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <unordered_map>

#include "ack_wait.hpp"
#include "client_transactions.hpp"
#include "dialog.hpp"
#include "flood_notice.hpp"
#include "parley/core/log.hpp"
#include "parley/telephony/sip_stack.hpp"
#include "server_transactions.hpp"
#include "session.hpp"
#include "sip_meters.hpp"
#include "slot_table.hpp"

namespace parley::sip {

class Wire {
 public:
  virtual ~Wire() = default;
  virtual void send(const Target& target, const std::string& bytes) = 0;
};

class EventSink {
 public:
  virtual ~EventSink() = default;
  virtual void opened(SipSessionId session) = 0;     // before the desk hears of it
  virtual void discarded(SipSessionId session) = 0;  // the desk did not take it
  virtual void tell(SipSessionId session, const SessionEvent& event) = 0;
};

struct UserAgentSettings {
  std::uint16_t port = 5060;
  std::string advertise;  // empty: the address that the peer's packet came to
  std::uint32_t max_sessions = 2000;
  std::size_t max_lingering_transactions = 64000;
  std::string user_agent;
  SipTimings timings;
};

class UserAgent {
 public:
  // `random`: unpredictable numbers, for tags, branches and session ids.
  UserAgent(UserAgentSettings settings, SipDesk& desk, Wire& wire, EventSink& events, SipMeters& meters, Log log,
            std::function<std::uint64_t()> random);

  void on_packet(std::string_view bytes, const Flow& flow, Instant now);
  void on_connection_lost(std::uint64_t connection, Instant now);
  // A command that comes after the session's end is dropped.
  void on_command(SipSessionId session, const SessionInput& command, Instant now);
  void on_time(Instant now);
  std::optional<Instant> next_deadline() const;

  // No new calls; BYE to every session. is_quiet() once all are answered.
  void shut_down(Instant now);
  bool is_quiet() const { return requests_.size() == 0; }

  std::size_t sessions() const { return sessions_.size(); }

 private:
  struct Leg {
    Session session;
    Dialog dialog;
    std::optional<AckWait> ack_wait;
    TransactionId acked_by = 0;  // whose 2xx waits for ACK
  };

  // user_agent_requests.cpp
  void on_request(const SipMessage& request, const Flow& flow, Instant now);
  void on_ack(const SipMessage& ack, Instant now);
  void on_cancel(const SipMessage& cancel, const Flow& flow, Instant now);
  void on_invite(const SipMessage& invite, const Flow& flow, Instant now);
  void on_dialog_request(const SipMessage& request, const Flow& flow, Instant now);
  void on_reinvite(SipSessionId id, Leg& leg, const SipMessage& reinvite, const Flow& flow, Instant now);
  void offer_to_desk(SipSessionId id, TransactionId transaction, const SipMessage& invite, const Flow& flow,
                     Instant now);
  void refuse(const SipMessage& request, const Flow& flow, const Reply& reply, Instant now);
  void answer_statelessly(const SipMessage& request, const Flow& flow, const Reply& reply);
  TransactionId open_transaction(const SipMessage& request, const Flow& flow, std::string_view to_tag);
  std::optional<SipSessionId> session_of(const SipMessage& request);

  // user_agent.cpp
  void perform(SipSessionId id, const SessionInput& input, Instant now);
  void carry_out(SipSessionId id, const SessionAction& action, Instant now);
  void respond(TransactionId transaction, const Reply& reply, Instant now);
  void send_bye(SipSessionId id, Leg& leg, Instant now);
  void forget(SipSessionId id);
  void note_malformed(const Flow& flow, std::string_view what, Instant now);
  std::string advertised_host(const Flow& flow) const;
  std::string contact(const Flow& flow) const;
  std::string random_tag();

  UserAgentSettings settings_;
  SipDesk& desk_;
  Wire& wire_;
  EventSink& events_;
  SipMeters& meters_;
  Log log_;
  std::function<std::uint64_t()> random_;
  std::string stateless_secret_;

  ServerTransactions transactions_;
  ClientTransactions requests_;
  SlotTable<Leg> sessions_;
  std::unordered_map<std::string, SipSessionId> by_local_tag_;
  DeadlineQueue<SipSessionId> ack_deadlines_;
  DeadlineQueue<SipSessionId> answer_deadlines_;
  std::unordered_map<TransactionId, SipSessionId> by_invite_;  // unanswered, for CANCEL
  FloodNotice malformed_notice_;
  bool shutting_down_ = false;
};

}  // namespace parley::sip
