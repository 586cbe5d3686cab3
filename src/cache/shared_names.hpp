// SPDX-License-Identifier: Apache-2.0
// Names in Redis, and what instances say to each other about forgetting.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "parley/cache/cache_use.hpp"

namespace parley {

inline constexpr std::string_view kForgottenChannel = "parley:cache:forgotten";

std::string shared_entry_name(CacheUse use, std::string_view organization, std::string_view key);
// Where the organization's generation stands: another one, and nothing of before is reachable.
std::string shared_generation_name(std::string_view organization);

struct ForgottenNote {
  std::string generation;  // the new one
  std::string organization;

  friend bool operator==(const ForgottenNote&, const ForgottenNote&) = default;
};
std::string write_forgotten(const ForgottenNote& note);
std::optional<ForgottenNote> read_forgotten(std::string_view message);

}  // namespace parley
