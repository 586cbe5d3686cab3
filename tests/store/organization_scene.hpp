// SPDX-License-Identifier: Apache-2.0
// The organizations alpha and beta in the room's database, and a store over it.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "database/asked.hpp"
#include "parley/store/organization_store.hpp"

namespace parley::test {

inline const ChangeNote kNote{"key 1", "request 1"};

inline Pattern simple_pattern(const std::string& key, const std::string& reply = "Yes.") {
  Pattern pattern;
  pattern.key = key;
  pattern.examples = {"about " + key, "what is \"" + key + "\""};
  pattern.keywords = {{{key}, {}, {"not"}, 4}};
  pattern.reply = reply;
  return pattern;
}

inline Organization simple_organization(const std::string& key, std::vector<std::string> numbers) {
  Organization organization;
  organization.key.value = key;
  organization.name = "The " + key;
  organization.greeting = "Hello.";
  organization.numbers = std::move(numbers);
  organization.patterns = {simple_pattern("hours"), simple_pattern("address")};
  return organization;
}

class OrganizationScene : public ::testing::Test {
 protected:
  OrganizationScene() {
    PostgresRoom::shared().clear();
    add(alpha_);
    add(beta_);
  }

  // Awaits on the scene's loop.
  template <class T>
  T run(Task<T> task) {
    return asked_.loop.run(std::move(task));
  }
  void add(const Organization& organization) {
    const auto made = run(store_->create_organization(organization, kNote));
    if (!made) throw std::runtime_error(made.error().message);
  }
  StoredOrganization load(const OrganizationKey& key) {
    auto loaded = run(store_->load(key));
    if (!loaded) throw std::runtime_error(loaded.error().message);
    return std::move(*loaded);
  }
  std::string pattern_id(const OrganizationKey& key, const std::string& pattern) {
    const auto page = run(store_->patterns(key, 100, ""));
    if (!page) throw std::runtime_error(page.error().message);
    for (const auto& one : page->patterns)
      if (one.pattern.key == pattern) return one.id;
    throw std::runtime_error("no pattern " + pattern);
  }
  // Actions of the audit log, newest first.
  std::vector<std::string> actions(const OrganizationKey& key) {
    std::vector<std::string> names;
    const auto entries = run(store_->audit(key, 100, ""));
    if (!entries) throw std::runtime_error(entries.error().message);
    for (const auto& entry : *entries) names.push_back(entry.action);
    return names;
  }
  template <class T>
  static std::string fault_of(const Result<T>& result) {
    if (result) return "none";
    switch (result.error().fault) {
      case Fault::conflict:
        return "conflict";
      case Fault::not_found:
        return "not_found";
      case Fault::invalid_input:
        return "invalid_input";
      default:
        return result.error().message;
    }
  }

  AskedDatabase asked_{4};
  std::unique_ptr<OrganizationStore> store_ = OrganizationStore::create(*asked_.database, *asked_.clock);
  Organization alpha_ = simple_organization("alpha", {"alpha", "+15550177"});
  Organization beta_ = simple_organization("beta", {"beta"});
};

}  // namespace parley::test
