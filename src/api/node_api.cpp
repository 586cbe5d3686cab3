// SPDX-License-Identifier: Apache-2.0
// This instance and its siblings.
#include <utility>

#include "answers.hpp"
#include "link_json.hpp"
#include "resources.hpp"

namespace parley {
namespace {

CallLoad load_of(const Ask& ask) { return ask.parts().load ? ask.parts().load() : CallLoad{}; }

Task<HttpResponse> show_node(const Ask& ask) {
  const auto& parts = ask.parts();
  const auto state = parts.node();
  const auto readiness = decide_readiness(state);
  const auto load = load_of(ask);
  Json json;
  json["id"] = parts.node_id;
  json["version"] = parts.build.version;
  json["ready"] = readiness.ready;
  json["reasons"] = readiness.reasons;
  json["degraded"] = readiness.degraded;
  json["draining"] = state.draining;
  json["calls"] = Json{{"up", load.up}, {"limit", load.limit}};
  json["chain"] = chain_json(state.links);
  json["others"] = Json::array();
  json["whole"] = true;
  if (parts.live != nullptr) {
    const auto nodes = co_await parts.live->nodes();
    json["whole"] = nodes.has_value();
    if (nodes) {
      for (const auto& id : *nodes) {
        if (id != parts.node_id) json["others"].push_back(Json{{"id", id}});
      }
    }
  }
  co_return json_answer(200, json);
}

Task<HttpResponse> drain_node(const Ask& ask) {
  ask.parts().drain();
  ask.parts().log.info("node.draining", "asked for",
                       {{"actor", ask.identity.actor}, {"request_id", ask.request.request_id}});
  if (ask.parts().keys != nullptr) {
    const OrganizationKey installation;
    auto noting =
        ask.parts().keys->note_action(installation, "node.drained", "node " + ask.parts().node_id, "", ask.note());
    auto noted = co_await std::move(noting);
    if (!noted) ask.parts().log.warning("node.drain_not_audited", noted.error().message);
  }
  Json json;
  json["draining"] = true;
  json["calls_up"] = load_of(ask).up;
  co_return json_answer(202, json);
}

}  // namespace

std::vector<Endpoint> node_api() {
  std::vector<Endpoint> all;
  all.emplace_back("GET", "/v1/node", show_node)
      .tell("node", "This instance and the others")
      .asks(Scope::node_manage, Entry::installation)
      .gives(200, "Node", "As they are now.");
  auto& drain =
      all.emplace_back("POST", "/v1/node/drain", drain_node)
          .tell("node", "Take no new calls", "Those that run go on; for good, until the process is restarted.")
          .asks(Scope::node_manage, Entry::installation)
          .acts_once()
          .gives(202, "Draining", "No new call is taken.");
  drain.once_without_store = true;
  return all;
}

}  // namespace parley
