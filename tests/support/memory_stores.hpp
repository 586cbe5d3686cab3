// SPDX-License-Identifier: Apache-2.0
// The stores of organizations and of access in memory, with the promises of the real ones, and a switch that takes
// them away.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "parley/config/organization_document.hpp"
#include "parley/store/access_store.hpp"
#include "parley/store/organization_store.hpp"

namespace parley::test {

// UUIDs that sort by the order in which they were made.
inline std::string numbered_uuid(std::uint32_t number) {
  Uuid::Bytes bytes{};
  bytes[0] = 1;
  bytes[6] = 0x70;
  bytes[8] = 0x80;
  for (std::size_t i = 0; i < 4; ++i) bytes[15 - i] = static_cast<std::uint8_t>(number >> (8 * i));
  return Uuid(bytes).to_string();
}

inline Error stale_error() { return {Fault::conflict, "it was changed since"}; }

class MemoryOrganizationStore final : public OrganizationStore {
 public:
  std::optional<Error> away;  // what every call answers while it is set
  std::map<OrganizationKey, StoredOrganization> organizations;
  std::map<OrganizationKey, std::vector<AuditEntry>> entries;
  std::map<OrganizationKey, std::vector<StoredPattern>> rows;
  std::map<OrganizationKey, std::vector<StoredNumber>> number_rows;
  std::uint32_t made = 0;

  void put(Organization definition) {
    StoredOrganization stored;
    stored.version = stored.tenant_version = 1;
    const auto key = definition.key;
    for (const auto& pattern : definition.patterns) rows[key].push_back({id(), pattern, 1, {}, {}});
    for (const auto& number : definition.numbers) number_rows[key].push_back({id(), number, {}});
    stored.definition = std::move(definition);
    organizations[key] = std::move(stored);
  }

  Task<Result<std::vector<TenantVersion>>> versions() override {
    if (away) co_return *away;
    std::vector<TenantVersion> all;
    for (const auto& [key, stored] : organizations) all.push_back({key, stored.tenant_version});
    co_return all;
  }
  Task<Result<StoredOrganization>> load(OrganizationKey key) override {
    if (away) co_return *away;
    const auto place = organizations.find(key);
    if (place == organizations.end()) co_return missing();
    auto stored = place->second;
    stored.definition.patterns.clear();
    for (const auto& row : rows[key]) stored.definition.patterns.push_back(row.pattern);
    stored.definition.numbers.clear();
    for (const auto& row : number_rows[key]) stored.definition.numbers.push_back(row.number);
    co_return stored;
  }

  Task<Result<void>> create_organization(Organization definition, ChangeNote note) override {
    if (away) co_return *away;
    if (organizations.contains(definition.key)) co_return Error{Fault::conflict, "the key is taken"};
    const auto key = definition.key;
    put(std::move(definition));
    write_down(key, note, "organization.created", "organization " + key.value);
    co_return Result<void>();
  }
  Task<Result<void>> replace(Organization definition, std::optional<std::int64_t> expected, ChangeNote note) override {
    if (away) co_return *away;
    auto* stored = find(definition.key);
    if (stored == nullptr) co_return missing();
    if (expected && *expected != stored->tenant_version) co_return stale_error();
    replace_all(*stored, std::move(definition));
    write_down(stored->definition.key, note, "organization.replaced", "organization");
    co_return Result<void>();
  }
  Task<Result<std::int64_t>> save_profile(Organization definition, std::int64_t expected, ChangeNote note) override {
    if (away) co_return *away;
    auto* stored = find(definition.key);
    if (stored == nullptr) co_return missing();
    if (stored->version != expected) co_return stale_error();
    stored->definition = std::move(definition);
    ++stored->version;
    ++stored->tenant_version;
    write_down(stored->definition.key, note, "organization.changed", "organization");
    co_return stored->version;
  }
  Task<Result<void>> remove(OrganizationKey key, std::int64_t expected, ChangeNote) override {
    if (away) co_return *away;
    auto* stored = find(key);
    if (stored == nullptr) co_return missing();
    if (stored->version != expected) co_return stale_error();
    organizations.erase(key);
    co_return Result<void>();
  }

  Task<Result<std::vector<StoredNumber>>> numbers(OrganizationKey key) override {
    if (away) co_return *away;
    if (find(key) == nullptr) co_return missing();
    co_return number_rows[key];
  }
  Task<Result<StoredNumber>> add_number(OrganizationKey key, std::string number, ChangeNote note) override {
    if (away) co_return *away;
    for (const auto& [owner, numbers] : number_rows) {
      for (const auto& one : numbers) {
        if (one.number == number) co_return Error{Fault::conflict, "the number is taken"};
      }
    }
    number_rows[key].push_back({id(), number, {}});
    write_down(key, note, "number.added", "number " + number);
    co_return number_rows[key].back();
  }
  Task<Result<void>> remove_number(OrganizationKey key, std::string number_id, ChangeNote note) override {
    if (away) co_return *away;
    if (std::erase_if(number_rows[key], [&](const auto& one) { return one.id == number_id; }) == 0) co_return missing();
    write_down(key, note, "number.removed", "number");
    co_return Result<void>();
  }

  Task<Result<PatternPage>> patterns(OrganizationKey key, std::size_t limit, std::string after_key) override {
    if (away) co_return *away;
    auto all = rows[key];
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.pattern.key < b.pattern.key; });
    PatternPage page;
    for (auto& row : all) {
      if (row.pattern.key <= after_key) continue;
      if (page.patterns.size() == limit) {
        page.next_cursor = page.patterns.back().pattern.key;
        break;
      }
      page.patterns.push_back(row);
    }
    co_return page;
  }
  Task<Result<StoredPattern>> pattern(OrganizationKey key, std::string pattern_id) override {
    if (away) co_return *away;
    auto* row = find_pattern(key, pattern_id);
    if (row == nullptr) co_return missing();
    co_return *row;
  }
  Task<Result<StoredPatternText>> pattern_text(OrganizationKey key, std::string pattern_id) override {
    if (away) co_return *away;
    const auto* row = find_pattern(key, pattern_id);
    if (row == nullptr) co_return missing();
    co_return StoredPatternText{row->id, pattern_to_json(row->pattern), row->version, row->created_at, row->updated_at};
  }
  Task<Result<StoredPattern>> add_pattern(OrganizationKey key, Pattern pattern, ChangeNote note) override {
    if (away) co_return *away;
    if (taken(key, pattern.key, "")) co_return Error{Fault::conflict, "the key is taken"};
    write_down(key, note, "pattern.created", "pattern " + pattern.key);
    rows[key].push_back({id(), std::move(pattern), 1, {}, {}});
    ++organizations[key].tenant_version;
    co_return rows[key].back();
  }
  Task<Result<StoredPattern>> save_pattern(OrganizationKey key, std::string pattern_id, Pattern pattern,
                                           std::int64_t expected, ChangeNote note) override {
    if (away) co_return *away;
    auto* row = find_pattern(key, pattern_id);
    if (row == nullptr) co_return missing();
    if (row->version != expected) co_return stale_error();
    if (taken(key, pattern.key, pattern_id)) co_return Error{Fault::conflict, "the key is taken"};
    row->pattern = std::move(pattern);
    ++row->version;
    ++organizations[key].tenant_version;
    write_down(key, note, "pattern.changed", "pattern " + row->pattern.key);
    co_return *row;
  }
  Task<Result<void>> remove_pattern(OrganizationKey key, std::string pattern_id, std::int64_t expected,
                                    ChangeNote) override {
    if (away) co_return *away;
    auto* row = find_pattern(key, pattern_id);
    if (row == nullptr) co_return missing();
    if (row->version != expected) co_return stale_error();
    std::erase_if(rows[key], [&](const auto& one) { return one.id == pattern_id; });
    co_return Result<void>();
  }

  Task<Result<std::int64_t>> save_draft(Organization definition, std::optional<std::int64_t> expected,
                                        ChangeNote) override {
    if (away) co_return *away;
    auto* stored = find(definition.key);
    if (stored == nullptr) co_return missing();
    if (stored->draft.has_value() != expected.has_value()) co_return stale_error();
    const std::int64_t version = stored->draft ? stored->draft->version + 1 : 1;
    stored->draft = StoredDraft{std::move(definition), version};
    co_return version;
  }
  Task<Result<void>> drop_draft(OrganizationKey key, ChangeNote) override {
    if (away) co_return *away;
    auto* stored = find(key);
    if (stored == nullptr || !stored->draft) co_return missing();
    stored->draft.reset();
    co_return Result<void>();
  }
  Task<Result<void>> publish_draft(OrganizationKey key, std::int64_t expected, ChangeNote) override {
    if (away) co_return *away;
    auto* stored = find(key);
    if (stored == nullptr || !stored->draft) co_return missing();
    if (stored->draft->version != expected) co_return stale_error();
    auto definition = stored->draft->definition;
    definition.numbers.clear();
    for (const auto& row : number_rows[key]) definition.numbers.push_back(row.number);
    stored->draft.reset();
    replace_all(*stored, std::move(definition));
    co_return Result<void>();
  }

  Task<Result<std::vector<AuditEntry>>> audit(OrganizationKey key, std::size_t limit, std::string after_id) override {
    if (away) co_return *away;
    std::vector<AuditEntry> some;
    const auto& all = entries[key];
    for (auto entry = all.rbegin(); entry != all.rend() && some.size() < limit; ++entry) {
      if (after_id.empty() || entry->id < after_id) some.push_back(*entry);
    }
    co_return some;
  }

 private:
  std::string id() { return numbered_uuid(++made); }
  static Error missing() { return {Fault::not_found, "there is none"}; }
  StoredOrganization* find(const OrganizationKey& key) {
    const auto place = organizations.find(key);
    return place == organizations.end() ? nullptr : &place->second;
  }
  StoredPattern* find_pattern(const OrganizationKey& key, const std::string& pattern_id) {
    for (auto& row : rows[key]) {
      if (row.id == pattern_id) return &row;
    }
    return nullptr;
  }
  bool taken(const OrganizationKey& key, const std::string& pattern_key, const std::string& but) {
    return std::any_of(rows[key].begin(), rows[key].end(),
                       [&](const auto& row) { return row.pattern.key == pattern_key && row.id != but; });
  }
  void replace_all(StoredOrganization& stored, Organization definition) {
    const auto key = definition.key;
    std::vector<StoredPattern> fresh;
    for (const auto& pattern : definition.patterns) {
      const auto& old = rows[key];
      const auto place =
          std::find_if(old.begin(), old.end(), [&](const auto& one) { return one.pattern.key == pattern.key; });
      if (place == old.end()) {
        fresh.push_back({id(), pattern, 1, {}, {}});
      } else {
        fresh.push_back({place->id, pattern, place->version + 1, {}, {}});
      }
    }
    rows[key] = std::move(fresh);
    number_rows[key].clear();
    for (const auto& number : definition.numbers) number_rows[key].push_back({id(), number, {}});
    stored.definition = std::move(definition);
    ++stored.version;
    ++stored.tenant_version;
  }
  void write_down(const OrganizationKey& key, const ChangeNote& note, std::string action, std::string object) {
    AuditEntry entry;
    entry.id = id();
    entry.actor = note.actor;
    entry.request_id = note.request_id;
    entry.action = std::move(action);
    entry.object = std::move(object);
    entry.after = "{}";
    entries[key].push_back(std::move(entry));
  }
};

class MemoryAccessStore final : public AccessStore {
 public:
  std::optional<Error> away;
  std::map<std::string, StoredKey> stored;
  std::map<std::string, WallTime> uses;
  std::map<std::pair<std::string, std::string>, RememberedAnswer> answers;
  std::map<OrganizationKey, std::vector<StoredSetting>> saved;
  std::vector<std::string> noted;  // "ACTION OBJECT by ACTOR"
  int looked_up = 0;

  Task<Result<std::optional<StoredKey>>> find_key(std::string id) override {
    ++looked_up;
    if (away) co_return *away;
    const auto place = stored.find(id);
    if (place == stored.end()) co_return std::optional<StoredKey>();
    co_return std::optional<StoredKey>(place->second);
  }
  Task<Result<std::vector<StoredKey>>> keys(OrganizationKey organization) override {
    if (away) co_return *away;
    std::vector<StoredKey> some;
    for (const auto& [id, key] : stored) {
      if (key.organization == organization) some.push_back(key);
    }
    co_return some;
  }
  Task<Result<void>> add_key(StoredKey key, ChangeNote) override {
    if (away) co_return *away;
    stored[key.id] = key;
    co_return Result<void>();
  }
  Task<Result<void>> revoke_key(OrganizationKey organization, std::string id, ChangeNote) override {
    if (away) co_return *away;
    const auto place = stored.find(id);
    if (place == stored.end() || place->second.organization != organization) {
      co_return Error{Fault::not_found, "there is none"};
    }
    place->second.revoked_at = WallTime{};
    co_return Result<void>();
  }
  Task<Result<void>> touch_keys(std::vector<std::pair<std::string, WallTime>> last_uses) override {
    if (away) co_return *away;
    for (const auto& [id, when] : last_uses) uses[id] = when;
    co_return Result<void>();
  }
  Task<Result<std::optional<RememberedAnswer>>> begin_once(OrganizationKey organization, std::string actor,
                                                           std::string key, std::string request_sha256) override {
    if (away) co_return *away;
    const auto [place, ours] = answers.try_emplace({organization.value + "/" + actor, key});
    if (!ours) co_return std::optional<RememberedAnswer>(place->second);
    place->second.request_sha256 = request_sha256;
    place->second.running = true;
    co_return std::optional<RememberedAnswer>();
  }
  Task<Result<void>> end_once(OrganizationKey organization, std::string actor, std::string key,
                              RememberedAnswer answer) override {
    if (away) co_return *away;
    if (answer.status == 0) {
      answers.erase({organization.value + "/" + actor, key});
    } else {
      answers[{organization.value + "/" + actor, key}] = answer;
    }
    co_return Result<void>();
  }
  Task<Result<std::vector<StoredSetting>>> settings(OrganizationKey organization) override {
    if (away) co_return *away;
    co_return saved[organization];
  }
  Task<Result<StoredSetting>> save_setting(OrganizationKey organization, std::string name, std::string value,
                                           std::optional<std::int64_t> expected, ChangeNote) override {
    if (away) co_return *away;
    for (auto& setting : saved[organization]) {
      if (setting.name != name) continue;
      if (!expected || *expected != setting.version) co_return stale_error();
      setting.value = value;
      ++setting.version;
      co_return setting;
    }
    saved[organization].push_back({name, value, 1});
    co_return saved[organization].back();
  }
  Task<Result<void>> note_action(OrganizationKey, std::string action, std::string object, std::string,
                                 ChangeNote note) override {
    if (away) co_return *away;
    noted.push_back(action + " " + object + " by " + note.actor);
    co_return Result<void>();
  }
};

}  // namespace parley::test
