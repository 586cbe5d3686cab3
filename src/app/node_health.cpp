// SPDX-License-Identifier: Apache-2.0
// How a node looks from outside: the links of its chain and whether calls can be answered.
#include <algorithm>
#include <utility>

#include "node.hpp"

namespace parley {
namespace {

LinkHealth fine(std::string detail) { return {LinkState::ok, std::move(detail), "", ""}; }

}  // namespace

void Node::build_chain() {
  chain_.add("configuration", LinkNeed::optional, [this]() -> LinkHealth {
    const auto now = tenants_->state();
    const std::string detail = std::to_string(directory_.size()) + " organizations from " +
                               (now.source == "files" ? settings_.organizations_dir : now.source);
    if (!now.problem.empty()) {
      return {LinkState::degraded, detail, now.problem, "bring Postgres back, or run `parley seed` when it is empty"};
    }
    if (!now.unservable.empty()) {
      return {LinkState::degraded, detail, now.unservable.front(), "correct it; the version before is served"};
    }
    return fine(detail);
  });
  chain_.add("sip", LinkNeed::essential,
             [this] { return fine("UDP and TCP on " + settings_.sip.bind + ":" + std::to_string(sip_->port())); });
  chain_.add("rtp_ports", LinkNeed::essential, [this]() -> LinkHealth {
    const auto free = rtp_ports_->free();
    const std::string detail = std::to_string(free) + " of " + std::to_string(rtp_ports_->size()) + " free";
    if (free > 0) return fine(detail);
    return {LinkState::degraded, detail, "every RTP port is taken", "widen rtp.ports (PARLEY_RTP_PORTS)"};
  });
  chain_.add("scheduling", LinkNeed::optional, [this]() -> LinkHealth {
    if (!settings_.calls.real_time) return fine("normal, as configured");
    const bool granted =
        std::all_of(loops_.begin(), loops_.end(), [](const auto& one) { return scheduled_as_asked(*one); });
    if (granted) return fine("real time");
    return {LinkState::degraded, "normal", "no permission for SCHED_FIFO", "grant CAP_SYS_NICE or raise RLIMIT_RTPRIO"};
  });
  chain_.add("recogniser", LinkNeed::essential, [this]() -> LinkHealth {
    const auto now = recognizer_->state();
    if (!now.ready) return {LinkState::broken, now.engine, now.problem, now.remedy};
    if (!open_) return {LinkState::starting, now.engine, "", ""};
    if (!now.problem.empty()) return {LinkState::degraded, now.engine, now.problem, now.remedy};
    return fine(now.engine);
  });
  chain_.add("router", LinkNeed::optional, [this]() -> LinkHealth {
    const auto* teacher = mind_.teacher();
    if (!teacher) return fine("rules");
    const auto now = teacher->state();
    const std::string detail = "rules, and meaning of " + std::to_string(now.organizations) + " organizations (" +
                               std::to_string(now.learning) + " being learned, " + std::to_string(now.watching) +
                               " with too little evidence, " + std::to_string(now.memory_bytes >> 20U) + " MiB)";
    if (now.problem.empty()) return fine(detail);
    return {LinkState::degraded, detail + ", by wording alone", now.problem, "run scripts/setup"};
  });
  chain_.add("voice", LinkNeed::essential, [this]() -> LinkHealth {
    const auto now = voices_->state();
    if (!now.ready) return {LinkState::broken, now.engine, now.problem, now.remedy};
    return fine(now.engine + ", " + std::to_string(voices_->bytes() >> 10U) + " KiB cached");
  });
  mind_.add_links(chain_);
  stores_.add_links(chain_);
  chain_.add("recording", LinkNeed::optional, [this]() -> LinkHealth {
    if (!settings_.recording.enabled) return fine("off");
    const std::string remedy = "free space, or make " + settings_.state_dir + "/recordings writable";
    if (!recordings_problem_.empty()) return {LinkState::degraded, "off", recordings_problem_, remedy};
    if (auto problem = recorder_.problem(); !problem.empty()) return {LinkState::degraded, "", problem, remedy};
    return fine(settings_.state_dir + "/recordings");
  });
}

NodeState Node::state() const {
  NodeState state;
  state.configured = directory_.size() > 0;
  state.call_slot_free = !slots_.full();
  state.rtp_port_free = rtp_ports_->free() > 0;
  state.draining = draining_.draining();
  state.links = chain_.snapshot();
  return state;
}

}  // namespace parley
