// SPDX-License-Identifier: Apache-2.0
#include "memory_calls.hpp"

#include <utility>

namespace parley {
namespace {

Error needs_database() { return {Fault::unavailable, "there is none; set PARLEY_DATABASE_URL (database.url)."}; }

}  // namespace

Task<Result<std::optional<FoundCall>>> MemoryCalls::find(OrganizationKey organization, CallId id) {
  auto record = recent_.find(organization, id);
  if (!record) co_return std::optional<FoundCall>();
  FoundCall found;
  found.record = std::move(*record);
  co_return std::optional<FoundCall>(std::move(found));
}

Task<ArchivePage> MemoryCalls::list(CallQuery query) {
  ArchivePage page;
  page.page = recent_.list(query);
  co_return page;
}

Task<CallbackPage> MemoryCalls::callbacks(CallbackQuery query) {
  CallbackPage page;
  for (auto& callback : recent_.callbacks(query.organization)) {
    if (query.state && callback.state != *query.state) continue;
    if (query.cursor && callback.id >= *query.cursor) continue;
    if (page.callbacks.size() == query.limit) {
      page.next_cursor = page.callbacks.back().id;
      break;
    }
    page.callbacks.push_back(std::move(callback));
  }
  co_return page;
}

Task<Result<std::optional<Callback>>> MemoryCalls::callback(OrganizationKey organization, CallbackId id) {
  for (auto& callback : recent_.callbacks(organization)) {
    if (callback.id == id) co_return std::optional<Callback>(std::move(callback));
  }
  co_return std::optional<Callback>();
}

Task<Result<Callback>> MemoryCalls::settle_callback(OrganizationKey, CallbackId, std::string, ChangeNote) {
  co_return needs_database();
}
Task<Result<Erasure>> MemoryCalls::erase_caller(OrganizationKey, std::string, ChangeNote) {
  co_return needs_database();
}
Task<Result<Erasure>> MemoryCalls::erase_call(OrganizationKey, CallId, ChangeNote) { co_return needs_database(); }

}  // namespace parley
