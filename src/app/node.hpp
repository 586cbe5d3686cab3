// SPDX-License-Identifier: Apache-2.0
// Every part of a serving node in the order in which they depend on each other; members end in reverse.
#pragma once

#include <iosfwd>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "node_mind.hpp"
#include "node_stores.hpp"
#include "node_warmer.hpp"
#include "node_watch.hpp"
#include "parley/api/access.hpp"
#include "parley/api/browser_door.hpp"
#include "parley/api/control_api.hpp"
#include "parley/async/clock.hpp"
#include "parley/async/event_loops.hpp"
#include "parley/async/queues.hpp"
#include "parley/call/call_slots.hpp"
#include "parley/call/sip_call_desk.hpp"
#include "parley/call/utterance_gate.hpp"
#include "parley/carriers/twilio_door.hpp"
#include "parley/config/settings.hpp"
#include "parley/net/http_server.hpp"
#include "parley/ops/health.hpp"
#include "parley/ops/json_log.hpp"
#include "parley/ops/metrics.hpp"
#include "parley/speech/voice_cache.hpp"
#include "parley/store/recorder.hpp"
#include "parley/telephony/sip_stack.hpp"
#include "parley/tenants/tenant_keeper.hpp"

namespace parley {

class Node {
 public:
  // `control` runs HTTP and housekeeping; calls have loops of their own.
  Node(Settings settings, Clock& clock, Executor control);
  ~Node();

  // Everything that can fail at start, in two steps with load() between; every reason is in the answer, empty means
  // that all of it stands.
  std::vector<std::string> build();
  // What is served and heard, from the database or what is left of it. Without a database a failure is for good.
  Task<Result<void>> load();
  bool may_start_empty() { return stores_.organizations() != nullptr; }
  std::vector<std::string> open_doors(const std::string& demo_key, const std::string& installation_key);
  void open_for_calls();

  // The roots of the control loop: HTTP, and what follows databases and other instances. stop() ends both.
  Task<void> run_http() { return http_->run(); }
  Task<void> run_background();
  void stop();
  void drain();
  void close_calls();
  std::size_t calls_up() const { return slots_.taken(); }
  // After the control loop has ended: calls, SIP, loops and records, in this order.
  void take_down();

  std::vector<ServedOrganization> organizations() const { return directory_.all(); }
  const Settings& settings() const { return settings_; }
  std::uint16_t sip_port() const { return sip_->port(); }
  std::uint16_t http_port() const { return http_->port(); }
  Log log() const { return Log(*log_); }

 private:
  // An event loop for calls and what lives on its thread.
  struct CallLoop;
  static bool scheduled_as_asked(const CallLoop& one);

  void build_calls();
  void build_api(const std::string& demo_key, const std::string& installation_key);
  std::vector<std::string> open_sip();
  std::vector<std::string> open_http();
  void start_loops();
  Task<void> follow_changes();
  Task<Result<void>> act(OrganizationKey organization, CallId call, CallAction action);
  void build_twilio(HttpRoutes& routes);
  void build_chain();
  OrganizationKey demo_organization() const;
  NodeState state() const;

  // Given to us.
  Settings settings_;
  Clock& clock_;
  Executor control_;

  // Owned.
  std::unique_ptr<JsonLog> log_;
  std::unique_ptr<MeterRegistry> meters_;
  Chain chain_;
  DrainState draining_;
  CallMeters call_meters_;
  CallSlots slots_;
  UtteranceGate utterances_;
  OrganizationDirectory directory_;
  NodeStores stores_;
  Recorder recorder_;
  std::unique_ptr<RtpPorts> rtp_ports_;
  std::unique_ptr<Recognizer> recognizer_;
  std::unique_ptr<VoiceCache> voices_;
  NodeMind mind_;
  NodeWatch watch_;
  std::unique_ptr<NodeWarmer> warmer_;
  std::unique_ptr<TenantKeeper> tenants_;
  std::unique_ptr<Access> access_;
  std::unique_ptr<ControlApi> api_;
  std::unique_ptr<BrowserDoor> browser_;
  std::unique_ptr<HttpServer> http_;
  std::vector<std::unique_ptr<CallLoop>> loops_;
  std::unique_ptr<CallFloor> floor_;
  HttpClient http_client_{clock_};
  std::unique_ptr<CarrierControl> twilio_control_;  // null: no account is known
  std::unique_ptr<TwilioDoor> twilio_;
  std::unique_ptr<SipCallDesk> desk_;
  std::unique_ptr<SipStack> sip_;

  // State.
  detail::Wakeup stopping_;
  bool stopped_ = false;
  detail::Wakeup changes_;
  std::set<std::string> changed_;  // organizations that the other instances are to be told of
  bool reload_ = true;             // settings of the installation
  std::atomic<bool> open_ = false;
  std::string recordings_problem_;
};

}  // namespace parley
