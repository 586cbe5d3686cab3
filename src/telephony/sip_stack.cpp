// SPDX-License-Identifier: Apache-2.0
#include "parley/telephony/sip_stack.hpp"

#include <pthread.h>

#include <atomic>
#include <future>
#include <random>
#include <thread>

#include "command_queue.hpp"
#include "header_text.hpp"
#include "parley/async/clock.hpp"
#include "re_loop.hpp"
#include "session_listeners.hpp"
#include "sip_sockets.hpp"

namespace parley {
namespace {

using namespace sip;

constexpr std::chrono::seconds kSweepEvery{10};
// For answers to our last BYEs: room for one repetition.
constexpr std::chrono::milliseconds kFarewellAtMost{1000};
constexpr std::size_t kCommandsPerSession = 8;

// 64 unpredictable bits from the kernel.
std::uint64_t unpredictable() {
  static thread_local std::random_device device;
  return (std::uint64_t{device()} << 32) | device();
}

UserAgentSettings agent_settings(const SipSettings& settings, std::uint16_t port) {
  UserAgentSettings agent;
  agent.port = port;
  agent.advertise = settings.advertise;
  agent.max_sessions = settings.max_sessions;
  agent.max_lingering_transactions = settings.max_lingering_transactions;
  agent.user_agent = settings.user_agent;
  agent.timings.t1 = settings.t1;
  return agent;
}

class SipStackOnThread final : public SipStack, ReLoop::Listener, SipSockets::Receiver {
 public:
  SipStackOnThread(SipSettings settings, SipDesk& desk, Log log, Meters& meters)
      : settings_(std::move(settings)),
        desk_(desk),
        log_(std::move(log)),
        meters_(meters),
        clock_(create_system_clock()),
        commands_(kCommandsPerSession * settings_.max_sessions + 64) {}

  ~SipStackOnThread() override {
    if (!thread_.joinable()) return;
    stop_asked_ = true;
    loop_.wake();
    thread_.join();
  }

  Result<std::uint16_t> start() {
    std::promise<Result<std::uint16_t>> listening;
    auto answer = listening.get_future();
    thread_ = std::thread([this, &listening] { run(listening); });
    pthread_setname_np(thread_.native_handle(), "sip");
    auto port = answer.get();
    if (port) port_ = *port;
    return port;
  }

  void listen(SipSessionId session, Executor home, SipSessionListener& listener) override {
    listeners_.listen(session, std::move(home), listener);
  }
  void stop_listening(SipSessionId session) override { listeners_.stop_listening(session); }
  void ring(SipSessionId session) override { command(session, RingAsked{}); }
  void answer(SipSessionId session, SipAnswer answer) override { command(session, AnswerAsked{std::move(answer)}); }
  void reject(SipSessionId session, std::uint16_t status, std::string reason, std::uint32_t retry_after_s) override {
    command(session, RejectAsked{status, std::move(reason), retry_after_s});
  }
  void hang_up(SipSessionId session) override { command(session, HangUpAsked{}); }
  std::uint16_t port() const override { return port_; }

 private:
  void command(SipSessionId session, SessionInput input) {
    switch (commands_.push({session, std::move(input)})) {
      case CommandQueue::Pushed::first:
        return loop_.wake();
      case CommandQueue::Pushed::joined:
        return;
      case CommandQueue::Pushed::full:
        meters_.commands_dropped.add();
    }
  }

  void run(std::promise<Result<std::uint16_t>>& listening) {
    if (!loop_.attach(*this)) {
      loop_.detach();
      listening.set_value(Error{Fault::exhausted, "cannot start the SIP thread: no file descriptors left"});
      return;
    }
    auto sockets = SipSockets::open(settings_.bind, settings_.port, *this, meters_);
    if (!sockets) {
      loop_.detach();
      listening.set_value(sockets.error());
      return;
    }
    sockets_ = std::move(*sockets);
    agent_ = std::make_unique<UserAgent>(agent_settings(settings_, sockets_->port()), desk_, *sockets_, listeners_,
                                         meters_, log_, unpredictable);
    next_sweep_ = clock_->now() + kSweepEvery;
    arm();
    log_.info("sip.listening", "SIP over UDP and TCP", {{"address", host_port(settings_.bind, sockets_->port())}});
    listening.set_value(sockets_->port());
    loop_.run();
    agent_.reset();
    sockets_.reset();
    loop_.detach();
  }

  Instant now() const noexcept override { return clock_->now(); }

  void on_packet(std::string_view bytes, const Flow& flow) noexcept override {
    guarded([&] { agent_->on_packet(bytes, flow, now()); });
  }
  void on_connection_lost(std::uint64_t connection) noexcept override {
    guarded([&] { agent_->on_connection_lost(connection, now()); });
  }
  void on_wake() noexcept override {
    guarded([&] {
      for (const auto& command : commands_.take()) agent_->on_command(command.session, command.input, now());
      if (stop_asked_ && !farewell_until_) {
        agent_->shut_down(now());
        farewell_until_ = now() + kFarewellAtMost;
      }
      sockets_->settle();
    });
  }
  void on_timer() noexcept override {
    guarded([&] {
      armed_.reset();
      agent_->on_time(now());
      if (now() >= next_sweep_) {
        sockets_->sweep(now());
        next_sweep_ = now() + kSweepEvery;
      }
      sockets_->settle();
    });
  }

  // Nothing may be thrown through libre's frames. What is thrown is a mistake of ours; the other calls go on.
  template <class Work>
  void guarded(Work work) noexcept {
    try {
      work();
    } catch (const std::exception& fault) {
      log_.error("sip.bug", "a SIP event could not be handled", {{"fault", fault.what()}});
    }
    if (farewell_until_ && (agent_->is_quiet() || now() >= *farewell_until_)) loop_.stop();
    arm();
  }

  void arm() {
    auto next = earliest(agent_->next_deadline(), earliest(next_sweep_, farewell_until_));
    if (armed_ && *armed_ <= *next) return;
    loop_.arm(*next);
    armed_ = next;
  }

  SipSettings settings_;
  SipDesk& desk_;
  Log log_;
  SipMeters meters_;
  std::unique_ptr<Clock> clock_;

  // Any thread.
  CommandQueue commands_;
  SessionListeners listeners_;
  ReLoop loop_;
  std::atomic<bool> stop_asked_{false};
  std::uint16_t port_ = 0;  // written before the stack is handed out

  // SIP thread.
  std::unique_ptr<SipSockets> sockets_;
  std::unique_ptr<UserAgent> agent_;
  Instant next_sweep_{};
  std::optional<Instant> farewell_until_;
  std::optional<Instant> armed_;

  std::thread thread_;
};

}  // namespace

Result<std::unique_ptr<SipStack>> create_sip_stack(SipSettings settings, SipDesk& desk, Log log, Meters& meters) {
  auto stack = std::make_unique<SipStackOnThread>(std::move(settings), desk, std::move(log), meters);
  const auto port = stack->start();
  if (!port) return port.error();
  return std::unique_ptr<SipStack>(std::move(stack));
}

}  // namespace parley
