// SPDX-License-Identifier: Apache-2.0
// How often callers may ask before they are asked to slow down. A runaway robot, a loop of two agents or a flood of
// calls costs its organization no more than this.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "parley/core/ids.hpp"
#include "parley/core/time.hpp"

namespace parley {

struct UtteranceRates {
  // Utterances a minute, in the long run and at once after a pause; 0: as many as they like. Many people call from one
  // number (a company's exchange), so a caller's is far above what one person can say.
  std::uint32_t per_caller = 3000;
  std::uint32_t per_organization = 12000;

  friend bool operator==(const UtteranceRates&, const UtteranceRates&) = default;
};

// Decides and remembers; no clock, no lock: of one thread at a time.
class UtteranceLimits {
 public:
  // Callers beyond it: whoever has been quiet longest is forgotten, and starts again with a full burst.
  static constexpr std::size_t kCallers = 16384;
  static constexpr std::size_t kOrganizations = 4096;

  explicit UtteranceLimits(UtteranceRates rates, std::size_t callers = kCallers,
                           std::size_t organizations = kOrganizations);
  ~UtteranceLimits();

  // Whether an utterance at `now` is within the limits; if so it is counted. Callers without a number share the limit
  // of the organization alone.
  bool take(const OrganizationKey& organization, std::string_view caller, Instant now);

 private:
  struct Buckets;
  std::unique_ptr<Buckets> buckets_;
};

// Counts how often the same is said in a row by one caller. For a dialogue that wants to break out of the circle.
class SameAgain {
 public:
  // 1 for what was not just said; texts are compared as the router compares them.
  std::uint32_t said(std::string_view text);

 private:
  std::string last_;
  std::uint32_t times_ = 0;
};

}  // namespace parley
