// SPDX-License-Identifier: Apache-2.0
#include "write_behind_ledger.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace parley {
namespace {

constexpr std::size_t kMostAside = 100000;

// Ids are unique over calls and callbacks: one index holds both.
CallId key_of(const Callback& callback) { return CallId(callback.id.uuid()); }

std::string_view without_plus(std::string_view number) {
  if (!number.empty() && number.front() == '+') number.remove_prefix(1);
  return number;
}

}  // namespace

bool is_number(const std::string& one, const std::string& other) { return without_plus(one) == without_plus(other); }

void WriteBehindLedger::remember(Record record) {
  const auto id = record->id;
  if (!record->ended_at) running_.try_emplace(id);
  const auto place = waiting_.find(id);
  if (place != waiting_.end() && place->second->ended_at && record->ended_at) {
    place->second = std::move(record);
    return;
  }
  wait(std::move(record));
}

void WriteBehindLedger::wait(Record record) {
  const auto id = record->id;
  if (record->ended_at) over_.push_back(id);
  waiting_[id] = std::move(record);
  if (over_.size() <= most_over_) return;
  waiting_.erase(over_.front());
  running_.erase(over_.front());
  counted_.erase(over_.front());
  set_aside(over_.front());
  over_.pop_front();
}

void WriteBehindLedger::remember(const Callback& callback) {
  if (callbacks_.size() >= most_over_) callbacks_.erase(callbacks_.begin());
  callbacks_.push_back(callback);
}

WriteBehindLedger::Due WriteBehindLedger::take(std::size_t most) {
  Due due;
  while (!callbacks_.empty() && due.callbacks.size() < most) {
    due.callbacks.push_back(std::move(callbacks_.front()));
    callbacks_.erase(callbacks_.begin());
    under_way_.emplace(key_of(due.callbacks.back()), nullptr);
  }
  // Calls that are over go first, the oldest of them at the front: they are not remembered again.
  const auto move_out = [&](std::map<CallId, Record>::iterator place) {
    const auto before = running_.find(place->first);
    due.calls.push_back({before == running_.end() ? nullptr : before->second, place->second});
    under_way_.emplace(place->first, place->second);
    return waiting_.erase(place);
  };
  while (!over_.empty() && due.size() < most) {
    const auto place = waiting_.find(over_.front());
    over_.pop_front();
    if (place != waiting_.end()) move_out(place);
  }
  for (auto place = waiting_.begin(); place != waiting_.end() && due.size() < most;) {
    place = place->second->ended_at ? std::next(place) : move_out(place);
  }
  return due;
}

WriteBehindLedger::Due WriteBehindLedger::Due::split(std::size_t count) {
  Due rest;
  const auto move_behind = [](auto& from, std::size_t place, auto& to) {
    place = std::min(place, from.size());
    const auto begin = from.begin() + static_cast<std::ptrdiff_t>(place);
    to.assign(std::make_move_iterator(begin), std::make_move_iterator(from.end()));
    from.erase(begin, from.end());
  };
  move_behind(callbacks, count - std::min(count, calls.size()), rest.callbacks);
  move_behind(calls, count, rest.calls);
  return rest;
}

void WriteBehindLedger::note(Found found) {
  order_.emplace_back(found.end, found.id);
  in_spool_[found.id] = {found.end, std::move(found.organization), std::move(found.numbers)};
}

void WriteBehindLedger::spooled(const Due& due, const std::vector<SpoolPosition>& ends) {
  auto end = ends.begin();
  for (const auto& call : due.calls) {
    const auto& record = *call.now;
    under_way_.erase(record.id);
    counted_.erase(record.id);
    if (record.ended_at) {
      running_.erase(record.id);
    } else {
      running_[record.id] = call.now;
    }
    note({record.id, *end++, record.organization, {record.from, record.to}});
  }
  for (const auto& callback : due.callbacks) {
    under_way_.erase(key_of(callback));
    counted_.erase(key_of(callback));
    note({key_of(callback), *end++, callback.organization, {callback.number}});
  }
}

std::size_t WriteBehindLedger::refused(const Due& due) {
  std::size_t first_time = 0;
  for (const auto& call : due.calls) {
    const auto id = call.now->id;
    under_way_.erase(id);
    if (counted_.insert(id).second) ++first_time;
    if (!waiting_.contains(id)) wait(call.now);
  }
  for (const auto& callback : due.callbacks) {
    under_way_.erase(key_of(callback));
    if (counted_.insert(key_of(callback)).second) ++first_time;
  }
  callbacks_.insert(callbacks_.begin(), due.callbacks.begin(), due.callbacks.end());
  return first_time;
}

void WriteBehindLedger::adopt(std::vector<Found> found) {
  for (auto one = found.rbegin(); one != found.rend(); ++one) {
    order_.emplace_front(one->end, one->id);
    const auto [place, fresh] = in_spool_.try_emplace(one->id, InSpool{one->end, one->organization, one->numbers});
    if (!fresh) place->second.end = std::max(place->second.end, one->end);
  }
}

void WriteBehindLedger::written(SpoolPosition upto) {
  while (!order_.empty() && order_.front().first <= upto) {
    const auto place = in_spool_.find(order_.front().second);
    if (place != in_spool_.end() && place->second.end <= upto) in_spool_.erase(place);
    order_.pop_front();
  }
}

void WriteBehindLedger::set_aside(CallId id) {
  if (!aside_.insert(id).second) return;
  aside_order_.push_back(id);
  if (aside_order_.size() <= kMostAside) return;
  aside_.erase(aside_order_.front());
  aside_order_.pop_front();
}

Kept WriteBehindLedger::kept(CallId id) const {
  const auto waits = [id](const Callback& callback) { return key_of(callback) == id; };
  if (waiting_.contains(id) || under_way_.contains(id) || aside_.contains(id)) return Kept::memory;
  if (std::any_of(callbacks_.begin(), callbacks_.end(), waits)) return Kept::memory;
  return in_spool_.contains(id) ? Kept::spool : Kept::database;
}

std::vector<CallId> WriteBehindLedger::running() const {
  std::vector<CallId> ids;
  for (const auto& [id, spooled] : running_) ids.push_back(id);
  return ids;
}

std::vector<CallId> WriteBehindLedger::unwritten() const {
  auto ids = running();
  for (const auto& [id, waiting] : waiting_) ids.push_back(id);
  for (const auto& [id, now] : under_way_) ids.push_back(id);
  for (const auto& [id, in_spool] : in_spool_) ids.push_back(id);
  for (const auto& callback : callbacks_) ids.push_back(key_of(callback));
  ids.insert(ids.end(), aside_.begin(), aside_.end());
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

std::vector<CallId> WriteBehindLedger::on_their_way(const OrganizationKey& organization,
                                                    const std::string& number) const {
  std::vector<CallId> ids;
  const auto take = [&](CallId id, const OrganizationKey& of, const std::vector<std::string>& numbers) {
    const auto meant = [&number](const std::string& one) { return is_number(one, number); };
    if (of == organization && std::any_of(numbers.begin(), numbers.end(), meant)) ids.push_back(id);
  };
  for (const auto& [id, waiting] : waiting_) take(id, waiting->organization, {waiting->from, waiting->to});
  for (const auto& [id, now] : under_way_) {
    if (now) take(id, now->organization, {now->from, now->to});
  }
  for (const auto& callback : callbacks_) take(key_of(callback), callback.organization, {callback.number});
  for (const auto& [id, in_spool] : in_spool_) take(id, in_spool.organization, in_spool.numbers);
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

}  // namespace parley
