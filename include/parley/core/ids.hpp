// SPDX-License-Identifier: Apache-2.0
// Identifiers as distinct types, so that one cannot be passed for another.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "parley/core/time.hpp"

namespace parley {

// RFC 9562. Version 7 sorts by creation time.
class Uuid {
 public:
  using Bytes = std::array<std::uint8_t, 16>;

  constexpr Uuid() = default;
  constexpr explicit Uuid(const Bytes& bytes) : bytes_(bytes) {}

  // `random` supplies the 74 random bits; passing it in keeps this pure.
  static Uuid v7(WallTime when, std::span<const std::uint8_t, 10> random);
  static std::optional<Uuid> parse(std::string_view text);  // 8-4-4-4-12, either case

  std::string to_string() const;
  const Bytes& bytes() const { return bytes_; }

  friend constexpr auto operator<=>(const Uuid&, const Uuid&) = default;

 private:
  Bytes bytes_{};
};

template <class Tag>
class Id {
 public:
  constexpr Id() = default;
  constexpr explicit Id(Uuid value) : value_(value) {}

  static std::optional<Id> parse(std::string_view text) {
    auto value = Uuid::parse(text);
    if (!value) return std::nullopt;
    return Id(*value);
  }

  const Uuid& uuid() const { return value_; }
  std::string to_string() const { return value_.to_string(); }
  bool is_nil() const { return value_ == Uuid{}; }

  friend constexpr auto operator<=>(const Id&, const Id&) = default;

 private:
  Uuid value_;
};

using CallId = Id<struct CallTag>;
using CallbackId = Id<struct CallbackTag>;

// Key of an organization, as in its file: lower case, digits, dashes.
struct OrganizationKey {
  std::string value;

  friend auto operator<=>(const OrganizationKey&, const OrganizationKey&) = default;
};

// Counts the turns of one call from 1; raising it makes everything of earlier turns stale.
struct TurnId {
  std::uint32_t value = 0;

  friend constexpr auto operator<=>(const TurnId&, const TurnId&) = default;
};

}  // namespace parley

template <class Tag>
struct std::hash<parley::Id<Tag>> {
  std::size_t operator()(const parley::Id<Tag>& id) const noexcept {
    std::size_t mixed = 1469598103934665603ULL;
    for (auto byte : id.uuid().bytes()) mixed = (mixed ^ byte) * 1099511628211ULL;
    return mixed;
  }
};
template <>
struct std::hash<parley::OrganizationKey> {
  std::size_t operator()(const parley::OrganizationKey& key) const noexcept {
    return std::hash<std::string>{}(key.value);
  }
};
