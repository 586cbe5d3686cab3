// SPDX-License-Identifier: Apache-2.0
#include "floor_host.hpp"

#include <utility>

#include "parley/async/within.hpp"

namespace parley {
namespace {

constexpr std::chrono::seconds kGreetingDeadline{10};

}  // namespace

class FloorHost::Guest final : public FloorCall {
 public:
  Guest(FloorHost& host, Admission admission, CallObserver* observer, bool transfers)
      : host_(host),
        admission_(as_served(std::move(admission), transfers)),
        log_(host.ports_.log.with({"call", admission_.id.to_string()})
                 .with({"organization", admission_.organization.definition->key.value})) {
    CallSetup setup;
    setup.id = admission_.id;
    setup.from = admission_.facts.from;
    setup.to = admission_.facts.to;
    setup.transport = admission_.facts.transport;
    setup.node = host.settings_.node;
    setup.started_at = admission_.received_at;
    setup.organization = admission_.organization;
    setup.turns = host.settings_.turns;
    setup.barge_in_after = host.settings_.barge_in_after;
    setup.sound = host.settings_.sound;
    const auto& ports = host.ports_;
    CallPorts call_ports{ports.clock, ports.recognizer, ports.synthesizer, ports.records,  ports.call_meters,
                         log_,        observer,         ports.utterances,  ports.answering};
    call_ = Call::create(std::move(setup), std::move(call_ports), host.loop_.home);
  }
  ~Guest() override { host_.talking_.erase(admission_.id); }

  Call& call() override { return *call_; }
  const Admission& admission() const override { return admission_; }
  Log log() const override { return log_; }
  Clock& clock() override { return host_.ports_.clock; }
  Executor home() const override { return host_.loop_.home; }
  SlotWheel& wheel() override { return host_.loop_.wheel; }

  Task<bool> prepare() override {
    auto preparing = call_->prepare();
    auto prepared = co_await within(clock(), clock().now() + kGreetingDeadline, std::move(preparing));
    if (prepared && *prepared) co_return true;
    log_.error("call.not_ready", prepared ? prepared->error().message : "the greeting was not ready in time");
    co_return false;
  }

  Task<CallEnd> talk(MediaTransport& media) override {
    recording_ = host_.start_recording(admission_.id, log_);
    host_.talking_.emplace(admission_.id, call_.get());
    if (host_.closing_) call_->say_goodbye(CallEnd::shutdown);
    const CallEnd reason = co_await call_->run(media, recording_.get());
    host_.talking_.erase(admission_.id);
    tell_media(media.stats());
    co_return reason;
  }

 private:
  // Where nobody can be transferred to, the organization is one that has nobody.
  static Admission as_served(Admission admission, bool transfers) {
    auto& definition = admission.organization.definition;
    if (transfers || !definition->fallback.transfer_to) return admission;
    auto alone = *definition;
    alone.fallback.transfer_to.reset();
    definition = std::make_shared<const Organization>(std::move(alone));
    return admission;
  }

  void tell_media(const MediaStats& stats) const {
    log_.info("call.media", "what the wire carried",
              {{"received", stats.received},
               {"sent", stats.sent},
               {"lost", stats.lost},
               {"late", stats.late},
               {"malformed", stats.malformed},
               {"foreign", stats.foreign},
               {"jitter_ms", stats.jitter_ms}});
  }

  FloorHost& host_;
  Admission admission_;
  Log log_;
  std::unique_ptr<Recording> recording_;
  std::unique_ptr<Call> call_;
};

FloorHost::FloorHost(const FloorSettings& settings, const FloorPorts& ports, FloorLoop loop)
    : settings_(settings), ports_(ports), loop_(loop), calls_(loop.home), lobby_(loop.home), closed_(loop.home) {}

Task<void> FloorHost::run() {
  while (!closing_) co_await closed_.wait();
  lobby_.stop();
  co_await lobby_.join();
  co_await calls_.join();
}

void FloorHost::wait_in_lobby(Task<void> waiting) {
  if (!closing_) lobby_.start(std::move(waiting));
}

void FloorHost::accept(Admission admission, std::unique_ptr<CallDoor> door) {
  if (closing_) {
    door->turn_away();
    return;
  }
  calls_.start(serve(std::move(admission), std::move(door)));
}

void FloorHost::close() {
  closing_ = true;
  for (const auto& [id, call] : talking_) call->say_goodbye(CallEnd::shutdown);
  closed_.wake();
}

Result<void> FloorHost::act(const OrganizationKey& organization, CallId call, const CallAction& action) {
  const auto place = talking_.find(call);
  if (place == talking_.end() || place->second->record().organization != organization) {
    return Error{Fault::not_found, "there is no such call, or it is over"};
  }
  return place->second->act(action);
}

Task<void> FloorHost::serve(Admission admission, std::unique_ptr<CallDoor> door) {
  Guest guest(*this, std::move(admission), door->observer(), door->transfers());
  const Log log = guest.log();
  const auto& facts = guest.admission().facts;
  ports_.call_meters.call_started();
  log.info("call.started", "a call came in", {{"to", facts.to}, {"transport", facts.transport}});
  // This is the root of the call: whatever goes wrong in it ends this call and no other.
  std::exception_ptr broken;
  CallEnd reason = CallEnd::bug;
  try {
    reason = co_await door->serve(guest);
  } catch (...) {
    broken = std::current_exception();
  }
  if (broken) {
    door->abandon();
    reason = is_cancellation(broken) ? CallEnd::shutdown : CallEnd::bug;
  }
  auto& call = guest.call();
  call.finish(reason);
  ports_.call_meters.active.add(-1);
  log.info("call.ended", "the call is over",
           {{"reason", to_string(*call.record().end_reason)}, {"turns", call.record().turns.size()}});
}

std::unique_ptr<Recording> FloorHost::start_recording(const CallId& id, const Log& log) const {
  if (settings_.recordings_dir.empty()) return nullptr;
  const std::string path = settings_.recordings_dir + "/" + id.to_string() + ".wav";
  auto ended = [log](RecordingState state, const std::string& problem) {
    if (state == RecordingState::failed) log.error("recording.failed", problem);
  };
  auto recording = ports_.recorder.start(path, std::move(ended));
  if (recording) return std::move(*recording);
  log.error("recording.failed", recording.error().message);
  return nullptr;
}

}  // namespace parley
