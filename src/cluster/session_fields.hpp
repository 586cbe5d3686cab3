// SPDX-License-Identifier: Apache-2.0
// A call that runs, as fields of a hash in Redis (docs/redis.md), and back.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "parley/store/call_record.hpp"

namespace parley {

struct LiveSession {
  CallId call;
  OrganizationKey organization;
  WallTime started_at{};
  std::vector<std::pair<std::string, std::string>> fields;

  friend bool operator==(const LiveSession&, const LiveSession&) = default;
};

LiveSession live_session(const CallRecord& record, const std::string& node);

// What another instance told: the last turn alone stands for all. nullopt: damaged, or none of ours; whatever is in
// Redis may have been put there by anybody.
std::optional<CallRecord> read_session(CallId call, const std::vector<std::pair<std::string, std::string>>& fields);

}  // namespace parley
