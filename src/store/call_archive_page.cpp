// SPDX-License-Identifier: Apache-2.0
#include "call_archive_page.hpp"

#include <algorithm>
#include <utility>

namespace parley {
namespace {

CallCursor place_of(const CallRecord& record) { return {record.started_at, record.id}; }
bool is_newer(const CallRecord& one, const CallRecord& other) { return place_of(one) > place_of(other); }

}  // namespace

CallPageUnion::CallPageUnion(CallQuery query, std::vector<CallRecord> local)
    : query_(std::move(query)), local_(std::move(local)) {
  std::sort(local_.begin(), local_.end(), is_newer);
}

void CallPageUnion::add(std::vector<CallRecord> rows, const std::vector<bool>& outdated, bool more) {
  if (!rows.empty()) query_.cursor = place_of(rows.back());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!outdated[i]) rows_.push_back(std::move(rows[i]));
  }
  complete_ = !more || rows_.size() > query_.limit;
}

CallPage CallPageUnion::take() {
  std::vector<CallRecord> all;
  std::merge(std::make_move_iterator(local_.begin()), std::make_move_iterator(local_.end()),
             std::make_move_iterator(rows_.begin()), std::make_move_iterator(rows_.end()), std::back_inserter(all),
             is_newer);
  CallPage page;
  const bool more = all.size() > query_.limit;
  if (more) all.erase(all.begin() + static_cast<std::ptrdiff_t>(query_.limit), all.end());
  page.calls = std::move(all);
  if (more && !page.calls.empty()) page.next_cursor = place_of(page.calls.back());
  return page;
}

CallbackPage union_of_callbacks(const CallbackQuery& query, std::vector<Callback> stored,
                                const std::vector<Callback>& local) {
  for (const auto& callback : local) {
    const auto same = [&callback](const Callback& one) { return one.id == callback.id; };
    std::erase_if(stored, same);
    if (query.state && callback.state != *query.state) continue;
    if (query.cursor && callback.id >= *query.cursor) continue;
    stored.push_back(callback);
  }
  std::sort(stored.begin(), stored.end(), [](const Callback& one, const Callback& other) { return one.id > other.id; });
  CallbackPage page;
  const bool more = stored.size() > query.limit;
  if (more) stored.erase(stored.begin() + static_cast<std::ptrdiff_t>(query.limit), stored.end());
  page.callbacks = std::move(stored);
  if (more && !page.callbacks.empty()) page.next_cursor = page.callbacks.back().id;
  return page;
}

}  // namespace parley
