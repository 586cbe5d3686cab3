// SPDX-License-Identifier: Apache-2.0
#include "parley/call/call_floor.hpp"

#include <atomic>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <utility>

#include "floor_host.hpp"
#include "parley/async/run_on.hpp"

namespace parley {
namespace {

CallEnd end_of(NotAdmitted refusal) {
  return refusal == NotAdmitted::unknown_number ? CallEnd::rejected : CallEnd::overload;
}

class LiveCallFloor final : public CallFloor {
 public:
  LiveCallFloor(FloorSettings settings, FloorPorts ports, std::vector<FloorLoop> loops)
      : settings_(std::move(settings)), ports_(std::move(ports)), loops_(std::move(loops)) {
    for (const auto& loop : loops_) hosts_.push_back(std::make_unique<FloorHost>(settings_, ports_, loop));
  }

  std::optional<NotAdmitted> refuses() const override {
    if (draining_) return NotAdmitted::draining;
    if (!open_) return NotAdmitted::starting;
    if (!ports_.recognizer.state().ready || !ports_.synthesizer.state().ready) return NotAdmitted::no_engine;
    if (ports_.slots.full()) return NotAdmitted::full;
    return std::nullopt;
  }

  AdmissionAnswer admit(CallerFacts facts) override {
    auto organization = ports_.organizations.by_number(facts.to);
    if (organization) return admit(std::move(facts), std::move(*organization));
    return refuse(facts, ports_.organizations.only().value_or(OrganizationKey{}), NotAdmitted::unknown_number);
  }

  AdmissionAnswer admit(CallerFacts facts, ServedOrganization organization) override {
    const auto& definition = *organization.definition;
    if (const auto refusal = refuses()) return refuse(facts, definition.key, *refusal);
    auto ticket = ports_.slots.take(definition.key, definition.limits.calls);
    if (!ticket) return refuse(facts, definition.key, NotAdmitted::full);
    return Admission{std::move(organization), std::move(*ticket), ports_.next_id(), ports_.clock.wall_now(),
                     std::move(facts)};
  }

  std::size_t choose_loop() override { return next_loop_++ % loops_.size(); }
  Executor home(std::size_t loop) const override { return loops_[loop].home; }

  void wait_in_lobby(std::size_t loop, Task<void> waiting) override {
    auto begin = [host = hosts_[loop].get(), task = std::move(waiting)]() mutable {
      host->wait_in_lobby(std::move(task));
    };
    asio::post(loops_[loop].home, std::move(begin));
  }

  void place(std::size_t loop, Admission admission, std::unique_ptr<CallDoor> door) override {
    auto begin = [host = hosts_[loop].get(), call = std::move(admission), line = std::move(door)]() mutable {
      host->accept(std::move(call), std::move(line));
    };
    asio::post(loops_[loop].home, std::move(begin));
  }

  Task<Result<void>> act(OrganizationKey organization, CallId call, CallAction action) override {
    for (std::size_t i = 0; i < loops_.size(); ++i) {
      auto step = [&, host = hosts_[i].get()] { return host->act(organization, call, action); };
      auto acting = run_on(loops_[i].home, std::move(step));
      auto acted = co_await std::move(acting);
      if (acted || acted.error().fault != Fault::not_found) co_return acted;
    }
    co_return Error{Fault::not_found, "there is no such call, or it is over"};
  }

  void open() override { open_ = true; }
  void drain() override { draining_ = true; }
  bool draining() const override { return draining_; }
  void close() override {
    draining_ = true;
    for (std::size_t i = 0; i < loops_.size(); ++i) {
      asio::post(loops_[i].home, [host = hosts_[i].get()] { host->close(); });
    }
  }

  Task<void> run(std::size_t loop) override { return hosts_[loop]->run(); }

 private:
  // Calls that never connect have a record too.
  NotAdmitted refuse(const CallerFacts& facts, const OrganizationKey& organization, NotAdmitted refusal) {
    CallRecord record;
    record.id = ports_.next_id();
    record.organization = organization;
    record.from = facts.from;
    record.to = facts.to;
    record.transport = facts.transport;
    record.node = settings_.node;
    record.started_at = ports_.clock.wall_now();
    record.ended_at = record.started_at;
    record.end_reason = end_of(refusal);
    ports_.records.remember(record);
    ports_.call_meters.call_ended(end_of(refusal));
    ports_.log.with({"call", record.id.to_string()})
        .with({"organization", organization.value})
        .info("call.refused", "a call was refused", {{"reason", to_string(refusal)}, {"to", facts.to}});
    return refusal;
  }

  FloorSettings settings_;
  FloorPorts ports_;
  std::vector<FloorLoop> loops_;
  std::vector<std::unique_ptr<FloorHost>> hosts_;
  std::atomic<bool> open_ = false;
  std::atomic<bool> draining_ = false;
  std::atomic<std::size_t> next_loop_ = 0;
};

}  // namespace

std::string_view to_string(NotAdmitted refusal) {
  switch (refusal) {
    case NotAdmitted::unknown_number:
      return "unknown_number";
    case NotAdmitted::starting:
      return "starting";
    case NotAdmitted::draining:
      return "draining";
    case NotAdmitted::full:
      return "full";
    case NotAdmitted::no_engine:
      break;
  }
  return "no_engine";
}

std::unique_ptr<CallFloor> CallFloor::create(FloorSettings settings, FloorPorts ports, std::vector<FloorLoop> loops) {
  return std::make_unique<LiveCallFloor>(std::move(settings), std::move(ports), std::move(loops));
}

}  // namespace parley
