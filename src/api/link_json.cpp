// SPDX-License-Identifier: Apache-2.0
#include "link_json.hpp"

namespace parley {

Json chain_json(const std::vector<Link>& links) {
  const auto or_null = [](const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); };
  Json chain = Json::array();
  for (const auto& link : links) {
    Json json;
    json["name"] = link.name;
    json["state"] = to_string(link.health.state);
    json["essential"] = link.need == LinkNeed::essential;
    json["detail"] = or_null(link.health.detail);
    json["last_error"] = or_null(link.health.last_error);
    json["remedy"] = or_null(link.health.remedy);
    chain.push_back(std::move(json));
  }
  return chain;
}

}  // namespace parley
