// SPDX-License-Identifier: Apache-2.0
// A keeper over a store that is a table in memory and an ear that learns at once.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "parley/async/spawnable.hpp"
#include "parley/tenants/tenant_keeper.hpp"
#include "support/manual_clock.hpp"
#include "support/plain_meters.hpp"

namespace parley::test {

inline Organization definition(const std::string& key, const std::string& greeting) {
  Organization organization;
  organization.key = {key};
  organization.name = key;
  organization.voice = "slt";
  organization.numbers = {key};
  organization.greeting = greeting;
  return organization;
}

// What of a store the keeper uses; everything else would be a mistake.
class TableStore final : public OrganizationStore {
 public:
  void put(const Organization& organization, std::optional<Organization> draft = {}) {
    auto& place = table_[organization.key];
    place.definition = organization;
    ++place.tenant_version;
    place.draft.reset();
    if (draft) place.draft = StoredDraft{*draft, 1};
  }
  void remove_tenant(const std::string& key) { table_.erase(OrganizationKey{key}); }
  bool away = false;
  std::string unreadable;  // the key of an organization whose rows make no sense
  int loads = 0;

  Task<Result<std::vector<TenantVersion>>> versions() override {
    if (away) co_return Error{Fault::unavailable, "no database"};
    std::vector<TenantVersion> all;
    for (const auto& [key, stored] : table_) all.push_back({key, stored.tenant_version});
    co_return all;
  }
  Task<Result<StoredOrganization>> load(OrganizationKey key) override {
    ++loads;
    if (away) co_return Error{Fault::unavailable, "no database"};
    if (key.value == unreadable) co_return Error{Fault::unsupported, "written by a newer release"};
    co_return table_.at(key);
  }

  using Note = ChangeNote;
  using Key = OrganizationKey;
  using Version = std::int64_t;
  Task<Result<void>> create_organization(Organization, Note) override { unused(); }
  Task<Result<void>> replace(Organization, std::optional<Version>, Note) override { unused(); }
  Task<Result<Version>> save_profile(Organization, Version, Note) override { unused(); }
  Task<Result<void>> remove(Key, Version, Note) override { unused(); }
  Task<Result<std::vector<StoredNumber>>> numbers(Key) override { unused(); }
  Task<Result<StoredNumber>> add_number(Key, std::string, Note) override { unused(); }
  Task<Result<void>> remove_number(Key, std::string, Note) override { unused(); }
  Task<Result<PatternPage>> patterns(Key, std::size_t, std::string) override { unused(); }
  Task<Result<StoredPattern>> pattern(Key, std::string) override { unused(); }
  Task<Result<StoredPatternText>> pattern_text(Key, std::string) override { unused(); }
  Task<Result<StoredPattern>> add_pattern(Key, Pattern, Note) override { unused(); }
  Task<Result<StoredPattern>> save_pattern(Key, std::string, Pattern, Version, Note) override { unused(); }
  Task<Result<void>> remove_pattern(Key, std::string, Version, Note) override { unused(); }
  Task<Result<Version>> save_draft(Organization, std::optional<Version>, Note) override { unused(); }
  Task<Result<void>> drop_draft(Key, Note) override { unused(); }
  Task<Result<void>> publish_draft(Key, Version, Note) override { unused(); }
  Task<Result<std::vector<AuditEntry>>> audit(Key, std::size_t, std::string) override { unused(); }

 private:
  [[noreturn]] static void unused() { throw std::logic_error("not a keeper's business"); }
  std::map<OrganizationKey, StoredOrganization> table_;
};

class LearningEar final : public Recognizer {
 public:
  std::vector<std::string> learned;

  SampleRate native_rate() const override { return SampleRate::hz_8000; }
  Task<Result<void>> learn(OrganizationSnapshot organization) override {
    learned.push_back(hearing_key(*organization).value);
    co_return Result<void>{};
  }
  Result<std::unique_ptr<RecognizerStream>> open(const OrganizationKey&, Executor) override {
    return Error{Fault::unsupported, "it only learns"};
  }
  RecognizerState state() const override { return {true, "learning", "", ""}; }
};

class TenantsScene : public testing::Test {
 protected:
  TenantsScene() {
    std::filesystem::create_directories(files);
    make_keeper();
  }
  ~TenantsScene() override {
    cancel.emit(asio::cancellation_type::terminal);
    clock.drain();
    keeper.reset();
    std::filesystem::remove_all(place);
  }

  // As another start of the process finds it.
  void make_keeper() {
    TenantKeeper::Parts parts{&store, directory, ear, {"slt"}, {}, clock, Log(), meters};
    keeper = TenantKeeper::create({files, last_configuration}, std::move(parts), loop.get_executor());
  }
  Result<void> load() {
    std::optional<Result<void>> answer;
    asio::co_spawn(loop, keeper->load(), [&](std::exception_ptr error, Result<void> result) {
      if (error) std::rethrow_exception(error);
      answer = std::move(result);
    });
    clock.drain();
    return answer.value();
  }
  void run() {
    auto following = spawnable(keeper->run());
    auto ended = asio::bind_cancellation_slot(cancel.slot(), [](std::exception_ptr) {});
    asio::co_spawn(loop, std::move(following), std::move(ended));
    clock.drain();
  }
  std::string greeting(const std::string& key) {
    const auto served = directory.by_key({key});
    return served ? served->definition->greeting : "nobody";
  }

  std::string place = testing::TempDir() + "tenants_" + std::to_string(::getpid());
  std::string files = place + "/organizations";
  std::string last_configuration = place + "/last_configuration";
  asio::io_context loop;
  ManualClock clock{loop};
  PlainMeters meters;
  OrganizationDirectory directory;
  LearningEar ear;
  TableStore store;
  asio::cancellation_signal cancel;
  std::unique_ptr<TenantKeeper> keeper;
};

}  // namespace parley::test
