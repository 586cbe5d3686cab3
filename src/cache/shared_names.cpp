// SPDX-License-Identifier: Apache-2.0
#include "shared_names.hpp"

namespace parley {
namespace {

constexpr std::string_view kPrefix = "parley:cache:";

}  // namespace

std::string shared_entry_name(CacheUse use, std::string_view organization, std::string_view key) {
  std::string name(kPrefix);
  name.append(name_of(use)).append(":").append(organization).append(":").append(key);
  return name;
}

std::string shared_generation_name(std::string_view organization) {
  std::string name(kPrefix);
  name.append("generation:").append(organization);
  return name;
}

std::string write_forgotten(const ForgottenNote& note) { return note.generation + " " + note.organization; }

std::optional<ForgottenNote> read_forgotten(std::string_view message) {
  const auto blank = message.find(' ');
  if (blank == std::string_view::npos || blank == 0 || blank + 1 == message.size()) return std::nullopt;
  return ForgottenNote{std::string(message.substr(0, blank)), std::string(message.substr(blank + 1))};
}

}  // namespace parley
