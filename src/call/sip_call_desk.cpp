// SPDX-License-Identifier: Apache-2.0
#include "parley/call/sip_call_desk.hpp"

#include <boost/asio/post.hpp>
#include <utility>

#include "sip_call_host.hpp"

namespace parley {
namespace {

class LiveSipCallDesk final : public SipCallDesk {
 public:
  LiveSipCallDesk(SipCallSettings settings, SipCallPorts ports, std::vector<Loop> loops)
      : settings_(std::move(settings)), ports_(std::move(ports)), loops_(std::move(loops)) {
    for (const auto& loop : loops_) hosts_.push_back(std::make_unique<SipCallHost>(settings_, ports_, loop));
  }

  void attach(SipStack& stack) override { stack_ = &stack; }
  Task<void> run(std::size_t loop) override { return hosts_[loop]->run(*stack_); }
  void open() override { open_ = true; }
  void drain() override { draining_ = true; }
  bool draining() const override { return draining_; }
  void close() override {
    draining_ = true;
    for (std::size_t i = 0; i < loops_.size(); ++i) {
      asio::post(loops_[i].home, [host = hosts_[i].get()] { host->close(); });
    }
  }

  InviteVerdict on_invite(const IncomingCall& incoming) override {
    auto organization = ports_.organizations.by_number(incoming.called_number);
    if (!organization) {
      refused(incoming, ports_.organizations.only().value_or(OrganizationKey{}), CallEnd::rejected);
      return {InviteVerdict::Kind::not_found, 0};
    }
    const auto& definition = *organization->definition;
    if (draining_) {
      refused(incoming, definition.key, CallEnd::overload);
      return {InviteVerdict::Kind::draining, kRetryAfterSeconds};
    }
    if (!open_) {
      refused(incoming, definition.key, CallEnd::overload);
      return {InviteVerdict::Kind::overloaded, kRetryAfterSeconds};
    }
    auto ticket = ports_.slots.take(definition.key, definition.limits.calls);
    if (!ticket || !ports_.recognizer.state().ready || !ports_.synthesizer.state().ready) {
      refused(incoming, definition.key, CallEnd::overload);
      return {InviteVerdict::Kind::overloaded, kRetryAfterSeconds};
    }
    // Calls are placed in turn; the SIP thread is the only one that counts.
    const std::size_t place = next_loop_++ % loops_.size();
    SipCallHost::Accepted accepted{incoming, std::move(*organization), std::move(*ticket), ports_.next_id(),
                                   ports_.clock.wall_now()};
    asio::post(loops_[place].home,
               [host = hosts_[place].get(), call = std::move(accepted)]() mutable { host->accept(std::move(call)); });
    return {};
  }

  bool accepts_calls() const override { return open_ && !draining_ && !ports_.slots.full(); }

 private:
  static constexpr std::uint32_t kRetryAfterSeconds = 5;

  // Calls that never connect have a record too.
  void refused(const IncomingCall& incoming, const OrganizationKey& organization, CallEnd reason) {
    CallRecord record;
    record.id = ports_.next_id();
    record.organization = organization;
    record.from = incoming.calling_number;
    record.to = incoming.called_number;
    record.transport = "sip";
    record.started_at = ports_.clock.wall_now();
    record.ended_at = record.started_at;
    record.end_reason = reason;
    ports_.records.remember(record);
    ports_.call_meters.call_ended(reason);
    ports_.log.with({"call", record.id.to_string()})
        .with({"organization", organization.value})
        .info("call.refused", "a call was refused", {{"reason", to_string(reason)}, {"to", incoming.called_number}});
  }

  SipCallSettings settings_;
  SipCallPorts ports_;
  std::vector<Loop> loops_;
  std::vector<std::unique_ptr<SipCallHost>> hosts_;
  SipStack* stack_ = nullptr;
  std::atomic<bool> open_ = false;
  std::atomic<bool> draining_ = false;
  std::size_t next_loop_ = 0;
};

}  // namespace

std::unique_ptr<SipCallDesk> SipCallDesk::create(SipCallSettings settings, SipCallPorts ports,
                                                 std::vector<Loop> loops) {
  return std::make_unique<LiveSipCallDesk>(std::move(settings), std::move(ports), std::move(loops));
}

}  // namespace parley
