// SPDX-License-Identifier: Apache-2.0
#include "parley/ops/health.hpp"

#include <exception>

namespace parley {

std::string_view to_string(LinkState state) {
  switch (state) {
    case LinkState::ok:
      return "ok";
    case LinkState::degraded:
      return "degraded";
    case LinkState::broken:
      return "broken";
    case LinkState::starting:
      return "starting";
  }
  return "broken";
}

void Chain::add(std::string name, LinkNeed need, Provider provider) {
  const std::lock_guard lock(mutex_);
  entries_.push_back({std::move(name), need, std::move(provider)});
}

std::vector<Link> Chain::snapshot() const {
  std::vector<Entry> entries;
  {
    const std::lock_guard lock(mutex_);
    entries = entries_;
  }
  std::vector<Link> links;
  for (const auto& entry : entries) {
    Link link{entry.name, entry.need, {}};
    try {
      link.health = entry.provider();
    } catch (const std::exception& error) {
      link.health = {LinkState::broken, "", error.what(), "report this: the check itself failed"};
    }
    links.push_back(std::move(link));
  }
  return links;
}

Readiness decide_readiness(const NodeState& node) {
  Readiness readiness;
  if (!node.configured) readiness.reasons.emplace_back("no_configuration");
  for (const auto& link : node.links) {
    const bool essential = link.need == LinkNeed::essential;
    const auto state = link.health.state;
    if (essential && state == LinkState::starting) {
      readiness.reasons.push_back("starting: " + link.name);
    } else if (essential && state == LinkState::broken) {
      readiness.reasons.push_back("no_engine: " + link.name);
    } else if (state != LinkState::ok) {
      readiness.degraded.push_back(link.name);
    }
  }
  if (!node.call_slot_free) readiness.reasons.emplace_back("full: no call slot");
  if (!node.rtp_port_free) readiness.reasons.emplace_back("full: no RTP port");
  if (node.draining) readiness.reasons.emplace_back("draining");
  readiness.ready = readiness.reasons.empty();
  return readiness;
}

}  // namespace parley
