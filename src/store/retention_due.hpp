// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "parley/core/organization.hpp"
#include "parley/core/time.hpp"

namespace parley {

// Of calls that ended before these moments; absent: nothing goes.
struct RetentionDue {
  std::optional<WallTime> recordings;
  std::optional<WallTime> transcripts;

  friend bool operator==(const RetentionDue&, const RetentionDue&) = default;
};

inline RetentionDue due_at(const RetentionPolicy& policy, WallTime now) {
  const auto before = [now](const std::optional<std::uint32_t>& days) -> std::optional<WallTime> {
    if (!days) return std::nullopt;
    return now - std::chrono::days{*days};
  };
  return {before(policy.recording_days), before(policy.transcript_days)};
}

}  // namespace parley
