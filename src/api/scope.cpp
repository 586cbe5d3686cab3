// SPDX-License-Identifier: Apache-2.0
#include "parley/api/scope.hpp"

namespace parley {

std::string_view to_string(Scope scope) {
  switch (scope) {
    case Scope::calls_read:
      return "calls:read";
    case Scope::calls_act:
      return "calls:act";
    case Scope::calls_erase:
      return "calls:erase";
    case Scope::configuration_read:
      return "configuration:read";
    case Scope::configuration_write:
      return "configuration:write";
    case Scope::keys_manage:
      return "keys:manage";
    case Scope::audit_read:
      return "audit:read";
    case Scope::node_manage:
      break;
  }
  return "node:manage";
}

std::optional<Scope> parse_scope(std::string_view name) {
  for (const auto scope : kScopes) {
    if (to_string(scope) == name) return scope;
  }
  return std::nullopt;
}

Scopes Scopes::of_installation() {
  Scopes scopes;
  for (const auto scope : kScopes) scopes.add(scope);
  return scopes;
}

Scopes Scopes::of_organization() {
  Scopes scopes = of_installation();
  scopes.bits_ &= ~bit(Scope::node_manage);
  return scopes;
}

Scopes Scopes::of(const std::vector<std::string>& names) {
  Scopes scopes;
  for (const auto& name : names) {
    if (const auto scope = parse_scope(name)) scopes.add(*scope);
  }
  return scopes;
}

std::vector<std::string> Scopes::names() const {
  std::vector<std::string> names;
  for (const auto scope : kScopes) {
    if (has(scope)) names.emplace_back(to_string(scope));
  }
  return names;
}

}  // namespace parley
