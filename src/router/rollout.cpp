// SPDX-License-Identifier: Apache-2.0
#include "parley/router/rollout.hpp"

#include <algorithm>
#include <cstdint>

namespace parley {
namespace {

constexpr std::uint64_t kShares = 10000;  // hundredths of a percent

// FNV-1a, then the finaliser of MurmurHash3: FNV alone leaves callers with close numbers close together.
std::uint64_t share_of(std::string_view organization, std::string_view caller) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  const auto take = [&](unsigned char byte) { hash = (hash ^ byte) * 0x100000001b3U; };
  for (const char c : organization) take(static_cast<unsigned char>(c));
  take(0);
  for (const char c : caller) take(static_cast<unsigned char>(c));
  hash = (hash ^ (hash >> 33U)) * 0xff51afd7ed558ccdU;
  hash = (hash ^ (hash >> 33U)) * 0xc4ceb9fe1a85ec53U;
  hash ^= hash >> 33U;
  return hash % kShares;
}

bool holds(const std::vector<std::string>& numbers, const std::string& caller) {
  return std::any_of(numbers.begin(), numbers.end(),
                     [&](const std::string& one) { return normalised_number(one) == caller; });
}

}  // namespace

std::string normalised_number(std::string_view number) {
  constexpr std::string_view kSeparators = " -.()/";
  std::string digits;
  for (std::size_t i = 0; i < number.size(); ++i) {
    const char c = number[i];
    if (c >= '0' && c <= '9') digits += c;
    const bool plus = c == '+' && digits.empty();
    if ((c < '0' || c > '9') && !plus && kSeparators.find(c) == std::string_view::npos) return std::string(number);
  }
  return digits;
}

bool in_rollout(const RouterRollout& rollout, const OrganizationKey& organization, std::string_view caller) {
  const auto number = normalised_number(caller);
  if (holds(rollout.blacklist, number)) return false;
  if (holds(rollout.whitelist, number)) return true;
  if (rollout.percentage >= 100) return true;
  return static_cast<double>(share_of(organization.value, number)) <
         rollout.percentage * (static_cast<double>(kShares) / 100);
}

}  // namespace parley
