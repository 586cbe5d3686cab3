// SPDX-License-Identifier: Apache-2.0
// What a key may do.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley {

enum class Scope : std::uint8_t {
  calls_read,
  calls_act,
  calls_erase,
  configuration_read,
  configuration_write,
  keys_manage,
  audit_read,
  node_manage,  // keys of the installation alone
};
inline constexpr std::array<Scope, 8> kScopes = {
    Scope::calls_read,          Scope::calls_act,   Scope::calls_erase, Scope::configuration_read,
    Scope::configuration_write, Scope::keys_manage, Scope::audit_read,  Scope::node_manage};

std::string_view to_string(Scope scope);  // "calls:read"
std::optional<Scope> parse_scope(std::string_view name);

class Scopes {
 public:
  static Scopes of_organization();  // all but node:manage
  static Scopes of_installation();
  // Names that nobody knows (of a newer version) open nothing.
  static Scopes of(const std::vector<std::string>& names);

  void add(Scope scope) { bits_ |= bit(scope); }
  bool has(Scope scope) const { return (bits_ & bit(scope)) != 0; }
  std::vector<std::string> names() const;

  friend bool operator==(Scopes, Scopes) = default;

 private:
  static std::uint32_t bit(Scope scope) { return 1U << static_cast<unsigned>(scope); }

  std::uint32_t bits_ = 0;
};

}  // namespace parley
