// SPDX-License-Identifier: Apache-2.0
#include "parley/router/utterance_limits.hpp"

#include "parley/router/normalise.hpp"
#include "token_bucket.hpp"

namespace parley {

struct UtteranceLimits::Buckets {
  KeyedBuckets callers;
  KeyedBuckets organizations;
};

UtteranceLimits::UtteranceLimits(UtteranceRates rates, std::size_t callers, std::size_t organizations)
    : buckets_(
          new Buckets{KeyedBuckets(rates.per_caller, callers), KeyedBuckets(rates.per_organization, organizations)}) {}

UtteranceLimits::~UtteranceLimits() = default;

bool UtteranceLimits::take(const OrganizationKey& organization, std::string_view caller, Instant now) {
  TokenBucket* own = nullptr;
  if (!caller.empty()) {
    auto key = organization.value;
    key.push_back('\0');
    own = buckets_->callers.of(key.append(caller), now);
  }
  auto* shared = buckets_->organizations.of(organization.value, now);
  // Neither pays for what the other refuses: one loud caller does not use up the room of the others.
  if ((own && !own->has_token(now)) || (shared && !shared->has_token(now))) return false;
  if (own) own->take();
  if (shared) shared->take();
  return true;
}

std::uint32_t SameAgain::said(std::string_view text) {
  auto words = join_words(normalise(text));
  times_ = words == last_ ? times_ + 1 : 1;
  last_ = std::move(words);
  return times_;
}

}  // namespace parley
