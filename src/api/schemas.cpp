// SPDX-License-Identifier: Apache-2.0
#include "schemas.hpp"

#include <array>

namespace parley {

Json all_schemas() {
  Json all = Json::object();
  for (const auto text :
       std::array{common_json(), calls_json(), configuration_json(), access_json(), cache_json(), router_json()}) {
    const auto some = Json::parse(text);
    for (const auto& [name, schema] : some.items()) all[name] = schema;
  }
  return all;
}

}  // namespace parley
