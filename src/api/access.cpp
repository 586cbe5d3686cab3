// SPDX-License-Identifier: Apache-2.0
#include "parley/api/access.hpp"

#include <utility>

#include "key_ring.hpp"
#include "key_text.hpp"
#include "parley/core/sha256.hpp"

namespace parley {
namespace {

constexpr std::chrono::seconds kKeep{30};
constexpr std::chrono::seconds kTellUses{15};
constexpr std::size_t kMostSeen = 4096;

Identity configured(const OrganizationKey& organization) {
  Identity identity;
  identity.organization = organization;
  identity.actor = identity.of_installation() ? "installation key" : "demo key";
  identity.scopes = identity.of_installation() ? Scopes::of_installation() : Scopes::of_organization();
  return identity;
}

Identity stored(const StoredKey& key) {
  Identity identity;
  identity.id = key.id;
  identity.actor = "key " + key.id;
  identity.organization = key.organization;
  identity.scopes = Scopes::of(key.scopes);
  identity.expires_at = key.expires_at;
  return identity;
}

bool expired(const Identity& identity, WallTime now) { return identity.expires_at && *identity.expires_at <= now; }

}  // namespace

Access::Access(Parts parts) : parts_(std::move(parts)) {}

std::optional<Identification> Access::at_hand(std::string_view token) {
  if (const auto organization = organization_of(parts_.keys, token)) return configured(*organization);
  if (parts_.store == nullptr || !id_of_key_text(token)) return NotIdentified::unknown;
  const auto hash = sha256_hex(token);
  const std::lock_guard lock(mutex_);
  const auto found = seen_.find(hash);
  if (found == seen_.end() || found->second.until <= parts_.clock.now()) return std::nullopt;
  const auto& identity = found->second.identity;
  if (expired(identity, parts_.clock.wall_now())) return NotIdentified::expired;
  note_use(identity.id);
  return identity;
}

Task<Identification> Access::look_up(std::string token) {
  const auto id = id_of_key_text(token);
  if (parts_.store == nullptr || !id) co_return NotIdentified::unknown;
  std::uint64_t generation = 0;
  {
    const std::lock_guard lock(mutex_);
    generation = generation_;
  }
  auto found = co_await parts_.store->find_key(id->to_string());
  if (!found) {
    if (found.error().fault == Fault::not_found) co_return NotIdentified::unknown;
    parts_.log.warning("access.unavailable", found.error().message);
    co_return NotIdentified::unavailable;
  }
  const auto hash = sha256_hex(token);
  if (!*found || !same_secret((*found)->secret_sha256, hash)) co_return NotIdentified::unknown;
  if ((*found)->revoked_at) co_return NotIdentified::revoked;
  auto identity = stored(**found);
  if (expired(identity, parts_.clock.wall_now())) co_return NotIdentified::expired;
  const std::lock_guard lock(mutex_);
  note_use(identity.id);
  if (generation == generation_) remember(hash, identity);
  co_return identity;
}

Task<Identification> Access::identify(std::string token) {
  auto known = at_hand(token);
  if (known) co_return std::move(*known);
  auto answer = co_await look_up(std::move(token));
  co_return answer;
}

void Access::remember(const std::string& hash, Identity identity) {
  const auto now = parts_.clock.now();
  if (seen_.size() >= kMostSeen) {
    std::erase_if(seen_, [&](const auto& entry) { return entry.second.until <= now; });
  }
  if (seen_.size() >= kMostSeen) seen_.clear();
  seen_.insert_or_assign(hash, Seen{std::move(identity), now + kKeep});
}

void Access::note_use(const std::string& id) {
  if (uses_.size() < kMostSeen || uses_.contains(id)) uses_[id] = parts_.clock.wall_now();
}

void Access::forget() {
  const std::lock_guard lock(mutex_);
  ++generation_;
  seen_.clear();
}

Task<void> Access::run() {
  for (;;) {
    co_await parts_.clock.sleep_until(parts_.clock.now() + kTellUses);
    if (parts_.store == nullptr) continue;
    std::vector<std::pair<std::string, WallTime>> uses;
    {
      const std::lock_guard lock(mutex_);
      uses.assign(uses_.begin(), uses_.end());
      uses_.clear();
    }
    if (uses.empty()) continue;
    auto told = co_await parts_.store->touch_keys(std::move(uses));
    // Another use will be told in time; what is lost is how long ago an idle key was used.
    if (!told) parts_.log.debug("access.uses_not_told", told.error().message);
  }
}

}  // namespace parley
