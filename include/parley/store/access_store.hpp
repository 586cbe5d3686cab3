// SPDX-License-Identifier: Apache-2.0
// Keys of the API, settings and remembered answers, kept in the database. A key's secret is never kept: its SHA-256 is.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "parley/async/clock.hpp"
#include "parley/database/database.hpp"
#include "parley/store/change_note.hpp"

namespace parley {

struct StoredKey {
  std::string id;                // UUID v7; the first part of the key's text
  OrganizationKey organization;  // empty: of the installation
  std::string name;
  std::vector<std::string> scopes;
  std::string secret_sha256;  // hexadecimal; never served
  WallTime created_at{};
  std::optional<WallTime> expires_at;
  std::optional<WallTime> last_used_at;
  std::optional<WallTime> revoked_at;
};

// An answer that a request with an Idempotency-Key got.
struct RememberedAnswer {
  std::string request_sha256;  // of method, path and body
  bool running = false;        // no answer yet
  unsigned status = 0;
  std::string headers;  // JSON
  std::string body;
};

struct StoredSetting {
  std::string name;
  std::string value;  // JSON
  std::int64_t version = 0;
};

class AccessStore {
 public:
  static std::unique_ptr<AccessStore> create(Database& database, Clock& clock);
  virtual ~AccessStore() = default;

  // Whoever's it is; revoked and expired ones as well. Keys of the installation live under the empty organization.
  virtual Task<Result<std::optional<StoredKey>>> find_key(std::string id) = 0;
  virtual Task<Result<std::vector<StoredKey>>> keys(OrganizationKey organization) = 0;
  virtual Task<Result<void>> add_key(StoredKey key, ChangeNote note) = 0;
  virtual Task<Result<void>> revoke_key(OrganizationKey organization, std::string id, ChangeNote note) = 0;
  virtual Task<Result<void>> touch_keys(std::vector<std::pair<std::string, WallTime>> last_uses) = 0;

  // The answer that is remembered for `key` of `actor`, or nullopt: it is ours now (kept as running) for 24 h. One that
  // has been running for a minute counts as forgotten.
  virtual Task<Result<std::optional<RememberedAnswer>>> begin_once(OrganizationKey organization, std::string actor,
                                                                   std::string key, std::string request_sha256) = 0;
  virtual Task<Result<void>> end_once(OrganizationKey organization, std::string actor, std::string key,
                                      RememberedAnswer answer) = 0;  // status 0: forget it, nothing was done

  virtual Task<Result<std::vector<StoredSetting>>> settings(OrganizationKey organization) = 0;
  virtual Task<Result<StoredSetting>> save_setting(OrganizationKey organization, std::string name, std::string value,
                                                   std::optional<std::int64_t> expected, ChangeNote note) = 0;

  // For the audit log: what was done that changes no row, as an action on a call. `after` is JSON.
  virtual Task<Result<void>> note_action(OrganizationKey organization, std::string action, std::string object,
                                         std::string after, ChangeNote note) = 0;
};

}  // namespace parley
