// SPDX-License-Identifier: Apache-2.0
#include "router_reader.hpp"

#include <optional>
#include <string>
#include <vector>

#include "parley/config/organization_document.hpp"

namespace parley {
namespace {

constexpr std::size_t kMostListed = 1000;
constexpr double kLeastTarget = 0.5;
constexpr double kMostTarget = 0.999;

void read_targets(const YamlNode& node, FaultList& faults, RouterFlags& place) {
  FieldReader fields(node, "router.targets", faults);
  const auto target = [&](std::string_view key, std::optional<double>& value) {
    double given = 0;
    fields.number(key, given, kLeastTarget, kMostTarget);
    if (given > 0) value = given;
  };
  target("harmless", place.harmless_target);
  target("usual", place.usual_target);
  target("sensitive", place.sensitive_target);
  fields.finish();
}

void read_rollout(const YamlNode& node, FaultList& faults, RouterRollout& place) {
  FieldReader fields(node, "router.rollout", faults);
  fields.number("percentage", place.percentage, 0, 100);
  const auto numbers = [&](std::string_view key, std::vector<std::string>& list) {
    fields.texts(key, list, kMostListed);
    const auto* given = fields.node(key);
    if (given == nullptr) return;
    for (const auto& item : given->items) {
      if (item.kind != YamlNode::Kind::scalar || is_number(item.text)) continue;
      faults.add(item.line, "in router.rollout: '" + std::string(key) + "' holds '" + shown(item.text) +
                                "'; 1 to 64 letters, digits and +*#._- are allowed");
    }
  };
  numbers("whitelist", place.whitelist);
  numbers("blacklist", place.blacklist);
  fields.finish();
}

}  // namespace

void read_router(const YamlNode& node, FaultList& faults, RouterFlags& place) {
  FieldReader fields(node, "router", faults);
  fields.flag("enabled", place.enabled);
  fields.flag("shadow", place.shadow);
  fields.flag("debug", place.debug);
  fields.flag("learn", place.learn);
  if (const auto* targets = fields.map("targets")) read_targets(*targets, faults, place);
  fields.number("extra_scope", place.extra_scope, 0, 1);
  fields.number("extra_margin", place.extra_margin, 0, 1);
  fields.number("min_confidence_to_learn", place.min_confidence_to_learn, 0.5, 1);
  if (const auto* rollout = fields.map("rollout")) read_rollout(*rollout, faults, place.rollout);
  fields.finish();
}

}  // namespace parley
