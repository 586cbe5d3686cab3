// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <unordered_map>

#include "parley/store/call_log.hpp"

namespace parley {
namespace {

constexpr std::size_t kKeptCallbacks = 1000;

class RecentCallTable final : public RecentCalls {
 public:
  explicit RecentCallTable(std::size_t capacity) : capacity_(capacity) {}

  void remember(const CallRecord& record) override {
    auto kept = std::make_shared<const CallRecord>(record);  // copied before the lock is taken
    const std::lock_guard lock(mutex_);
    auto& place = by_id_[record.id];
    const bool was_finished = place && place->ended_at.has_value();
    if (place) unlist(*place);
    calls_of_[record.organization].emplace(CallCursor{record.started_at, record.id}, kept);
    place = std::move(kept);
    if (record.ended_at && !was_finished) {
      finished_.push_back(record.id);
      if (finished_.size() > capacity_) forget_oldest();
    }
  }

  void remember_callback(const Callback& callback) override {
    const std::lock_guard lock(mutex_);
    auto& asked = callbacks_[callback.organization];
    const auto same = [&callback](const Callback& one) { return !one.id.is_nil() && one.id == callback.id; };
    const auto known = std::find_if(asked.begin(), asked.end(), same);
    if (known != asked.end()) {
      *known = callback;
      return;
    }
    asked.push_front(callback);
    if (asked.size() > kKeptCallbacks) asked.pop_back();
  }

  std::optional<CallRecord> find(const OrganizationKey& organization, CallId id) const override {
    const auto record = find_shared(id);
    if (!record || record->organization != organization) return std::nullopt;
    return *record;
  }

  CallPage list(const CallQuery& query) const override {
    const auto chosen = choose(query);
    CallPage page;
    for (const auto& record : chosen) {
      if (page.calls.size() == query.limit) break;
      page.calls.push_back(*record);
    }
    if (chosen.size() > page.calls.size() && !page.calls.empty()) {
      const auto& last = page.calls.back();
      page.next_cursor = CallCursor{last.started_at, last.id};
    }
    return page;
  }

  std::vector<CallRecord> among(const std::vector<CallId>& ids, const CallQuery& query) const override {
    std::vector<Shared> known;
    {
      const std::lock_guard lock(mutex_);
      for (const auto& id : ids) {
        const auto place = by_id_.find(id);
        if (place != by_id_.end() && place->second->organization == query.organization) known.push_back(place->second);
      }
    }
    std::vector<CallRecord> meant;
    for (const auto& record : known) {
      const CallCursor place{record->started_at, record->id};
      if ((!query.cursor || place < *query.cursor) && matches(query, *record)) meant.push_back(*record);
    }
    return meant;
  }

  std::vector<Callback> callbacks(const OrganizationKey& organization) const override {
    const std::lock_guard lock(mutex_);
    const auto asked = callbacks_.find(organization);
    if (asked == callbacks_.end()) return {};
    return {asked->second.begin(), asked->second.end()};
  }

  void erase(CallId id) override {
    const std::lock_guard lock(mutex_);
    erase_callbacks([id](const Callback& callback) { return callback.call == id; });
    const auto place = by_id_.find(id);
    if (place == by_id_.end()) return;
    unlist(*place->second);
    std::erase(finished_, id);
    by_id_.erase(place);
  }

  void erase(CallbackId id) override {
    const std::lock_guard lock(mutex_);
    erase_callbacks([id](const Callback& callback) { return callback.id == id; });
  }

  std::uint64_t forgotten() const override {
    const std::lock_guard lock(mutex_);
    return forgotten_;
  }

 private:
  // Owners: the log, and readers that copy a record after they have let the lock go.
  using Shared = std::shared_ptr<const CallRecord>;
  using Newest = std::map<CallCursor, Shared, std::greater<>>;

  Shared find_shared(CallId id) const {
    const std::lock_guard lock(mutex_);
    const auto place = by_id_.find(id);
    return place == by_id_.end() ? nullptr : place->second;
  }

  // One more than asked for, where there are more: that is how the end of the list is known.
  std::vector<Shared> choose(const CallQuery& query) const {
    std::vector<Shared> chosen;
    const std::lock_guard lock(mutex_);
    const auto calls = calls_of_.find(query.organization);
    if (calls == calls_of_.end()) return chosen;
    const auto& newest = calls->second;
    auto place = query.cursor ? newest.upper_bound(*query.cursor) : newest.begin();
    for (; place != newest.end() && chosen.size() <= query.limit; ++place) {
      if (matches(query, *place->second)) chosen.push_back(place->second);
    }
    return chosen;
  }

  template <class Which>
  void erase_callbacks(Which which) {
    for (auto& [organization, asked] : callbacks_) std::erase_if(asked, which);
  }

  void unlist(const CallRecord& record) {
    const auto calls = calls_of_.find(record.organization);
    if (calls == calls_of_.end()) return;
    calls->second.erase(CallCursor{record.started_at, record.id});
    if (calls->second.empty()) calls_of_.erase(calls);
  }

  void forget_oldest() {
    const auto place = by_id_.find(finished_.front());
    finished_.pop_front();
    unlist(*place->second);
    by_id_.erase(place);
    ++forgotten_;
  }

  const std::size_t capacity_;
  mutable std::mutex mutex_;
  std::unordered_map<CallId, Shared> by_id_;
  std::map<OrganizationKey, Newest> calls_of_;
  std::deque<CallId> finished_;  // in the order in which they ended
  std::map<OrganizationKey, std::deque<Callback>> callbacks_;
  std::uint64_t forgotten_ = 0;
};

}  // namespace

std::unique_ptr<RecentCalls> create_recent_calls(std::size_t capacity) {
  return std::make_unique<RecentCallTable>(capacity);
}

}  // namespace parley
