// SPDX-License-Identifier: Apache-2.0
#include "parley/tenants/tenant_keeper.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <mutex>
#include <utility>

#include "last_configuration.hpp"
#include "parley/async/queues.hpp"
#include "parley/async/task_group.hpp"
#include "parley/async/within.hpp"
#include "parley/config/load_organizations.hpp"
#include "tenant_plan.hpp"

namespace parley {
namespace {

// Looked at this often even when nobody says that something changed: Redis may be away, or not be there at all.
constexpr std::chrono::milliseconds kLookEvery{700};
constexpr std::chrono::milliseconds kLookAfterFailure{2000};
constexpr std::chrono::minutes kVectorsAgain{5};

std::int64_t version_of(const std::vector<TenantVersion>& versions, const OrganizationKey& key) {
  const auto place = std::find_if(versions.begin(), versions.end(), [&](const auto& one) { return one.key == key; });
  return place == versions.end() ? 0 : place->version;
}

// One organization as it is served: what is published, and what is tried.
struct ServedTenant {
  ServedOrganization published;
  std::optional<ServedOrganization> draft;
};

class LiveTenantKeeper final : public TenantKeeper {
 public:
  LiveTenantKeeper(Places places, Parts parts, Executor home)
      : places_(std::move(places)), parts_(std::move(parts)), home_(home), looked_(home), warming_(home) {}

  Task<Result<void>> load() override {
    if (!parts_.store) {
      auto loaded = co_await load_files();
      co_return loaded;
    }
    auto fresh = co_await follow();
    if (fresh) co_return fresh;
    parts_.log.warning("configuration.not_fresh", fresh.error().message);
    auto last = co_await load_last();
    if (last) co_return last;
    if (last.error().fault != Fault::not_found) parts_.log.error("configuration.damaged", last.error().message);
    auto files = co_await load_files();
    if (files) co_return files;
    Error error{Fault::unavailable, fresh.error().message + "; " + last.error().message + "; " + files.error().message};
    co_return error;
  }

  Task<void> run() override {
    std::exception_ptr broken;
    try {
      if (parts_.store) co_await keep_following();
    } catch (...) {
      broken = std::current_exception();
    }
    if (broken) warming_.stop();
    co_await warming_.join();
    if (broken) std::rethrow_exception(broken);
  }

  void look() override {
    std::weak_ptr<int> alive = alive_;
    asio::post(home_, [this, alive] {
      if (alive.expired()) return;
      asked_ = true;
      looked_.wake();
    });
  }

  TenantState state() const override {
    const std::lock_guard lock(mutex_);
    return state_;
  }

 private:
  Task<void> keep_following() {
    for (;;) {
      const auto pause = state().problem.empty() ? kLookEvery : kLookAfterFailure;
      if (!asked_) {
        auto asked = looked_.wait();
        co_await within(parts_.clock, parts_.clock.now() + pause, std::move(asked));
      }
      asked_ = false;
      auto fresh = co_await follow();
      if (!fresh) tell_problem(fresh.error().message);
    }
  }

  // Brings what is served to what the database holds.
  Task<Result<void>> follow() {
    auto versions = co_await parts_.store->versions();
    if (!versions) co_return versions.error();
    if (versions->empty()) {
      co_return Error{Fault::not_found, "the database holds no organization; run `parley seed`"};
    }
    const auto changes = changes_since(known_, *versions);
    if (changes.none() && !from_elsewhere_) {
      tell_fresh();
      co_return Result<void>{};
    }
    for (const auto& key : changes.to_load) {
      auto stored = co_await parts_.store->load(key);
      if (!stored && stored.error().fault == Fault::not_found) continue;  // gone meanwhile; seen next time
      if (!stored && stored.error().fault == Fault::unsupported) {        // rows of another release: the others go on
        known_[key] = version_of(*versions, key);
        unserved(key, stored.error().message);
        continue;
      }
      if (!stored) co_return stored.error();
      known_[key] = stored->tenant_version;
      co_await take(std::move(*stored));
    }
    for (const auto& key : changes.gone) forget(key);
    if (from_elsewhere_) drop_unknown();
    auto served = serve();
    from_elsewhere_ = !served;  // then everything is tried again at the next look
    if (!served) co_return served;
    tell_fresh();
    save();
    co_return Result<void>{};
  }

  // Made ready before calls get it; what cannot be served leaves what is served as it is.
  Task<void> take(StoredOrganization stored) {
    const auto key = stored.definition.key;
    auto published = co_await ready(std::move(stored.definition));
    if (!published) {
      unserved(key, published.error().message);
      co_return;
    }
    unservable_.erase(key);
    ServedTenant kept{std::move(*published), std::nullopt};
    if (stored.draft) {
      stored.draft->definition.draft = true;
      auto draft = co_await ready(std::move(stored.draft->definition));
      if (draft) kept.draft = std::move(*draft);
      if (!draft) {
        unservable_[key] = key.value + " (draft): " + draft.error().message;
        parts_.log.error("configuration.unservable", draft.error().message, {{"organization", key.value}});
      }
    }
    kept_.insert_or_assign(key, std::move(kept));
  }

  void unserved(const OrganizationKey& key, const std::string& reason) {
    unservable_[key] = key.value + ": " + reason;
    parts_.log.error("configuration.unservable", reason, {{"organization", key.value}});
  }

  Task<Result<ServedOrganization>> ready(Organization definition) {
    auto checked = check_organization(std::move(definition), parts_.voices);
    if (!checked.served) {
      Error error{Fault::invalid_input, checked.faults.front()};
      co_return error;
    }
    auto learned = co_await parts_.recognizer.learn(checked.served->definition);
    if (!learned) co_return learned.error();
    co_return std::move(*checked.served);
  }

  Task<Result<void>> load_last() {
    auto last = load_last_configuration(places_.last_configuration);
    if (!last) co_return last.error();
    const WallTime as_of = last->as_of;
    auto served = co_await take_all(std::move(last->organizations));
    if (!served) co_return served;
    const auto age = std::chrono::duration_cast<std::chrono::minutes>(parts_.clock.wall_now() - as_of);
    const std::lock_guard lock(mutex_);
    state_.source = "last configuration on disk";
    state_.as_of = as_of;
    state_.problem = "the database did not answer; what is served is " + std::to_string(age.count()) + " minutes old";
    co_return served;
  }

  Task<Result<void>> load_files() {
    auto loaded = load_organizations(places_.organizations_dir, parts_.voices);
    if (!loaded.faults.empty()) {
      std::string all;
      for (const auto& fault : loaded.faults) all += (all.empty() ? "" : "\n") + to_string(fault);
      Error error{Fault::invalid_input, std::move(all)};
      co_return error;
    }
    auto served = co_await take_all(std::move(loaded.organizations));
    if (!served) co_return served;
    const std::lock_guard lock(mutex_);
    state_.source = "files";
    state_.as_of = parts_.clock.wall_now();
    state_.problem =
        parts_.store ? "the database did not answer; the files of " + places_.organizations_dir + " are served instead"
                     : "";
    co_return served;
  }

  Task<Result<void>> take_all(std::vector<Organization> organizations) {
    std::map<OrganizationKey, ServedTenant> all;
    for (auto& organization : organizations) {
      const auto key = organization.key;
      const bool draft = organization.draft;
      auto served = co_await ready(std::move(organization));
      if (!served) {
        Error error{served.error().fault, key.value + ": " + served.error().message};
        co_return error;
      }
      if (draft && all.contains(key)) {
        all.at(key).draft = std::move(*served);
      } else if (!draft) {
        all.insert_or_assign(key, ServedTenant{std::move(*served), std::nullopt});
      }
    }
    kept_ = std::move(all);
    from_elsewhere_ = true;
    auto served = serve();
    co_return served;
  }

  Result<void> serve() {
    std::vector<ServedOrganization> published;
    std::vector<ServedOrganization> drafts;
    for (const auto& [key, kept] : kept_) {
      published.push_back(kept.published);
      if (kept.draft) drafts.push_back(*kept.draft);
    }
    auto served = parts_.directory.serve(meanwhile(published), meanwhile(drafts));
    if (!served) {
      parts_.log.error("configuration.unservable", served.error().message);
      return served;
    }
    teach(published);
    teach(drafts);
    warm(std::move(published));
    warm(std::move(drafts));
    return served;
  }

  // Calls that come before a change is learned are answered by what was learned before it.
  std::vector<ServedOrganization> meanwhile(std::vector<ServedOrganization> organizations) {
    if (!parts_.teacher) return organizations;
    for (auto& organization : organizations) {
      if (taught_[hearing_key(*organization.definition)] == organization.definition) continue;
      if (auto router = parts_.teacher->meanwhile(organization)) organization.router = std::move(router);
    }
    return organizations;
  }

  // Calls need not wait for it either: until then rules, and what was learned of the version before, answer.
  void teach(const std::vector<ServedOrganization>& organizations) {
    if (!parts_.teacher) return;
    for (const auto& organization : organizations) {
      auto& begun = taught_[hearing_key(*organization.definition)];
      if (begun == organization.definition) continue;
      begun = organization.definition;
      warming_.start(teach_one(organization));
    }
  }

  Task<void> teach_one(ServedOrganization organization) {
    const auto key = hearing_key(*organization.definition);
    for (;;) {
      auto taught = parts_.teacher->taught(organization);
      auto router = co_await std::move(taught);
      if (!router || !take(organization.definition, std::move(router)) || !parts_.teacher->owes(key)) co_return;
      auto waiting = parts_.clock.sleep_until(parts_.clock.now() + kVectorsAgain);
      co_await std::move(waiting);
      if (taught_[key] != organization.definition) co_return;  // changed meanwhile
    }
  }

  // False: it is not served any more.
  bool take(const OrganizationSnapshot& definition, std::shared_ptr<const IntentRouter> router) {
    const auto kept = kept_.find(definition->key);
    if (kept == kept_.end()) return false;
    auto& draft = kept->second.draft;
    if (kept->second.published.definition == definition) {
      kept->second.published.router = std::move(router);
    } else if (draft && draft->definition == definition) {
      draft->router = std::move(router);
    } else {
      return false;  // changed meanwhile
    }
    auto served = serve();
    (void)served;  // says itself what is wrong; what is served stays
    return true;
  }

  // Calls need not wait for it: what was not spoken before is spoken when it is asked for.
  void warm(std::vector<ServedOrganization> organizations) {
    if (!parts_.warm) return;
    for (auto& organization : organizations) {
      auto& warmed = warmed_[hearing_key(*organization.definition)];
      if (warmed == organization.definition) continue;
      warmed = organization.definition;
      warming_.start(parts_.warm(std::move(organization)));
    }
  }

  void forget(const OrganizationKey& key) {
    known_.erase(key);
    kept_.erase(key);
    unservable_.erase(key);
    taught_.erase(key);
    if (parts_.teacher) parts_.teacher->forget(key);
    parts_.log.info("configuration.gone", "an organization is no longer served", {{"organization", key.value}});
  }

  // What the last configuration or the files had and the database has not.
  void drop_unknown() {
    std::erase_if(kept_, [this](const auto& entry) { return !known_.contains(entry.first); });
  }

  void save() {
    LastConfiguration last;
    last.as_of = parts_.clock.wall_now();
    for (const auto& [key, kept] : kept_) {
      last.organizations.push_back(*kept.published.definition);
      if (kept.draft) last.organizations.push_back(*kept.draft->definition);
    }
    const auto saved = save_last_configuration(places_.last_configuration, last);
    if (!saved) parts_.log.error("configuration.not_saved", saved.error().message);
  }

  void tell_fresh() {
    const std::lock_guard lock(mutex_);
    state_.source = "database";
    state_.as_of = parts_.clock.wall_now();
    state_.problem.clear();
    state_.unservable.clear();
    for (const auto& [key, reason] : unservable_) state_.unservable.push_back(reason);
  }

  void tell_problem(const std::string& problem) {
    const std::lock_guard lock(mutex_);
    if (state_.problem.empty()) parts_.log.warning("configuration.not_fresh", problem);
    state_.problem = problem;
  }

  // Given to us.
  Places places_;
  Parts parts_;
  Executor home_;
  // State of `home`.
  detail::Wakeup looked_;
  bool asked_ = false;
  TaskGroup warming_;
  KnownVersions known_;
  std::map<OrganizationKey, ServedTenant> kept_;
  std::map<OrganizationKey, std::string> unservable_;
  std::map<OrganizationKey, OrganizationSnapshot> warmed_;
  std::map<OrganizationKey, OrganizationSnapshot> taught_;  // or being taught
  bool from_elsewhere_ = false;                             // what is served did not come from the database
  // Owners: this; look() asks whether it is still there.
  std::shared_ptr<int> alive_ = std::make_shared<int>();
  // State that others read.
  mutable std::mutex mutex_;
  TenantState state_;
};

}  // namespace

std::unique_ptr<TenantKeeper> TenantKeeper::create(Places places, Parts parts, Executor home) {
  return std::make_unique<LiveTenantKeeper>(std::move(places), std::move(parts), std::move(home));
}

}  // namespace parley
