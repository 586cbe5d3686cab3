// SPDX-License-Identifier: Apache-2.0
// What organizations want from their agents, kept in the database. Whoever writes has checked the whole definition
// (config's parsers, templates, rules); the store keeps versions, rows and the audit log right.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "parley/async/clock.hpp"
#include "parley/core/organization.hpp"
#include "parley/database/database.hpp"
#include "parley/store/change_note.hpp"

namespace parley {

// `version` is raised by every change of anything that a node serves by: definition, numbers, patterns, draft.
struct TenantVersion {
  OrganizationKey key;
  std::int64_t version = 0;

  friend bool operator==(const TenantVersion&, const TenantVersion&) = default;
};

struct StoredDraft {
  Organization definition;  // numbers: those to try it on
  std::int64_t version = 0;
};

struct StoredPattern {
  std::string id;  // UUID v7
  Pattern pattern;
  std::int64_t version = 0;  // of this pattern alone: its ETag
  WallTime created_at{};
  WallTime updated_at{};
};

// The same as text, for those who only hand it on.
struct StoredPatternText {
  std::string id;
  std::string json;  // an object with the keys of a pattern, as parse_pattern_json reads it
  std::int64_t version = 0;
  WallTime created_at{};
  WallTime updated_at{};
};

struct StoredNumber {
  std::string id;
  std::string number;
  WallTime created_at{};
};

struct StoredOrganization {
  Organization definition;   // patterns and numbers included
  std::int64_t version = 0;  // of the definition without numbers, patterns and draft: its ETag
  std::int64_t tenant_version = 0;
  WallTime created_at{};
  WallTime updated_at{};
  std::optional<StoredDraft> draft;
};

struct PatternPage {
  std::vector<StoredPattern> patterns;     // by key
  std::optional<std::string> next_cursor;  // the last key
};

// Every write answers conflict for a stale `expected` version or a key or number that is taken (also by another
// organization, which is not named), not_found, or the fault of the database. unsupported: what is stored cannot be
// read, a newer release wrote it.
class OrganizationStore {
 public:
  static std::unique_ptr<OrganizationStore> create(Database& database, Clock& clock);
  virtual ~OrganizationStore() = default;

  virtual Task<Result<std::vector<TenantVersion>>> versions() = 0;  // of all, by key
  virtual Task<Result<StoredOrganization>> load(OrganizationKey key) = 0;

  virtual Task<Result<void>> create_organization(Organization definition, ChangeNote note) = 0;
  // The whole: profile, numbers and patterns become those of `definition` (patterns by key keep id and history).
  // expected: tenant_version.
  virtual Task<Result<void>> replace(Organization definition, std::optional<std::int64_t> expected,
                                     ChangeNote note) = 0;
  // The profile alone; numbers and patterns of `definition` are not looked at. expected: version.
  virtual Task<Result<std::int64_t>> save_profile(Organization definition, std::int64_t expected, ChangeNote note) = 0;
  // With everything that it has, calls included. expected: version.
  virtual Task<Result<void>> remove(OrganizationKey key, std::int64_t expected, ChangeNote note) = 0;

  // Those that are published, in the order in which they were added.
  virtual Task<Result<std::vector<StoredNumber>>> numbers(OrganizationKey key) = 0;
  virtual Task<Result<StoredNumber>> add_number(OrganizationKey key, std::string number, ChangeNote note) = 0;
  virtual Task<Result<void>> remove_number(OrganizationKey key, std::string id, ChangeNote note) = 0;

  virtual Task<Result<PatternPage>> patterns(OrganizationKey key, std::size_t limit, std::string after_key) = 0;
  virtual Task<Result<StoredPattern>> pattern(OrganizationKey key, std::string id) = 0;
  virtual Task<Result<StoredPatternText>> pattern_text(OrganizationKey key, std::string id) = 0;
  virtual Task<Result<StoredPattern>> add_pattern(OrganizationKey key, Pattern pattern, ChangeNote note) = 0;
  virtual Task<Result<StoredPattern>> save_pattern(OrganizationKey key, std::string id, Pattern pattern,
                                                   std::int64_t expected, ChangeNote note) = 0;
  virtual Task<Result<void>> remove_pattern(OrganizationKey key, std::string id, std::int64_t expected,
                                            ChangeNote note) = 0;

  // Drafts are whole definitions that are served on numbers of their own until they are published or dropped.
  // expected: the draft's version; absent: there is none yet.
  virtual Task<Result<std::int64_t>> save_draft(Organization definition, std::optional<std::int64_t> expected,
                                                ChangeNote note) = 0;
  virtual Task<Result<void>> drop_draft(OrganizationKey key, ChangeNote note) = 0;
  // replace() with the draft, but with the published numbers, and the draft is gone; in one transaction.
  // expected: the draft's version.
  virtual Task<Result<void>> publish_draft(OrganizationKey key, std::int64_t expected, ChangeNote note) = 0;

  // '*' is the installation.
  virtual Task<Result<std::vector<AuditEntry>>> audit(OrganizationKey key, std::size_t limit,
                                                      std::string after_id) = 0;  // newest first
};

}  // namespace parley
