// SPDX-License-Identifier: Apache-2.0
// Who shows a key: one of the configuration, which needs no database, or one that is kept there as its SHA-256.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

#include "parley/api/api_key.hpp"
#include "parley/api/scope.hpp"
#include "parley/async/clock.hpp"
#include "parley/async/task.hpp"
#include "parley/core/log.hpp"
#include "parley/store/access_store.hpp"

namespace parley {

struct Identity {
  std::string id;                // of a stored key; empty for keys of the configuration
  std::string actor;             // "key 0198…", "demo key", "installation key": for the audit log and for limits
  OrganizationKey organization;  // empty: of the installation, sees every organization
  Scopes scopes;
  std::optional<WallTime> expires_at;

  bool of_installation() const { return organization.value.empty(); }
  bool sees(const OrganizationKey& other) const { return of_installation() || organization == other; }
};

enum class NotIdentified {
  unknown,      // no such key, or another secret
  expired,      // the secret was right
  revoked,      // the secret was right
  unavailable,  // the database does not answer and the key was not seen lately
};
using Identification = std::variant<Identity, NotIdentified>;

// Thread-safe.
class Access {
 public:
  struct Parts {
    std::vector<ApiKey> keys;
    AccessStore* store = nullptr;  // null: keys of the configuration alone
    Clock& clock;
    Log log;
  };
  explicit Access(Parts parts);
  Access(const Access&) = delete;
  Access& operator=(const Access&) = delete;

  // What is known without asking the database; nullopt: it has to be asked.
  std::optional<Identification> at_hand(std::string_view token);
  Task<Identification> look_up(std::string token);
  Task<Identification> identify(std::string token);

  // Keys were changed, here or by another instance: every one is looked up anew.
  void forget();
  // Tells the database when keys were last used, every 15 s; the root that its owner spawns. Ends when it is cancelled.
  Task<void> run();

 private:
  struct Seen {
    Identity identity;
    Instant until;
  };
  void remember(const std::string& hash, Identity identity);
  void note_use(const std::string& id);

  Parts parts_;
  std::mutex mutex_;                            // guards what follows
  std::unordered_map<std::string, Seen> seen_;  // by SHA-256 of the key's text
  std::map<std::string, WallTime> uses_;        // not told yet, by id
  std::uint64_t generation_ = 0;                // raised by forget(): a look-up that began before it is not remembered
};

}  // namespace parley
