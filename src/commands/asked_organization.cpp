// SPDX-License-Identifier: Apache-2.0
#include "asked_organization.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <utility>

#include "parley/async/event_loops.hpp"
#include "parley/config/load_organizations.hpp"
#include "parley/store/organization_store.hpp"
#include "unread_meters.hpp"

namespace parley::commands {
namespace {

constexpr std::chrono::seconds kDeadline{5};

Error unknown(const std::string& key, const std::string& place, const std::vector<std::string>& known) {
  std::string message = "there is no organization '" + key + "' in " + place + "; known:";
  for (const auto& one : known) message += (&one == &known.front() ? " " : ", ") + one;
  return {Fault::not_found, known.empty() ? message + " none" : message};
}

Result<AskedOrganization> of_files(const std::string& directory, const std::string& key) {
  auto loaded = load_organizations(directory);
  AskedOrganization asked{{}, directory, {}};
  for (const auto& fault : loaded.faults) asked.notices.push_back(to_string(fault));
  std::vector<std::string> known;
  for (auto& one : loaded.organizations) {
    if (one.key.value == key) {
      asked.organization = std::move(one);
      return asked;
    }
    known.push_back(one.key.value);
  }
  auto error = unknown(key, directory, known);
  // It may be one of those that could not be read.
  for (const auto& notice : asked.notices) error.message += '\n' + notice;
  return error;
}

Task<Result<AskedOrganization>> load(OrganizationStore& store, OrganizationKey key) {
  auto stored = co_await store.load(key);
  if (stored) co_return AskedOrganization{std::move(stored->definition), "the database", {}};
  if (stored.error().fault != Fault::not_found) co_return stored.error();
  const auto versions = co_await store.versions();
  if (!versions) co_return versions.error();
  std::vector<std::string> known;
  for (const auto& one : *versions) known.push_back(one.key.value);
  co_return unknown(key.value, "the database", known);
}

Result<AskedOrganization> of_database(const std::string& url, const std::string& key) {
  UnreadMeters meters;
  const auto clock = create_system_clock();
  EventLoop loop("explain", Scheduling::normal);
  const auto database = Database::create({url, 1, 8, kDeadline}, Log(), meters);
  const auto store = OrganizationStore::create(*database, *clock);
  auto found = asio::co_spawn(loop.executor(), load(*store, OrganizationKey{key}), asio::use_future).get();
  loop.stop();
  return found;
}

}  // namespace

Result<AskedOrganization> find_organization(const Settings& settings, const std::string& directory,
                                            const std::string& key) {
  const auto& url = settings.database.url.value;
  if (!directory.empty() || url.empty())
    return of_files(directory.empty() ? settings.organizations_dir : directory, key);
  if (const auto wrong = check_database_url(url)) return Error{Fault::invalid_input, "database.url: " + *wrong};
  return of_database(url, key);
}

}  // namespace parley::commands
