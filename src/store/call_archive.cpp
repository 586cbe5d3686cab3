// SPDX-License-Identifier: Apache-2.0
#include "parley/store/call_archive.hpp"

#include <algorithm>
#include <utility>

#include "call_archive_page.hpp"
#include "call_erasure.hpp"
#include "call_rows.hpp"
#include "organization_rows.hpp"
#include "write_behind_ledger.hpp"

namespace parley {
namespace {

bool is_step(const std::string& from, const std::string& to) {
  if (from == "open") return to == "done" || to == "cancelled";
  return to == "open";
}

class StoredCallArchive final : public CallArchive {
 public:
  StoredCallArchive(Database& database, RecentCalls& recent, WriteBehind& written, std::filesystem::path recordings,
                    const Clock& clock)
      : database_(database), recent_(recent), written_(written), recordings_(std::move(recordings)), clock_(clock) {}

  Task<Result<std::optional<FoundCall>>> find(OrganizationKey organization, CallId id) override;
  Task<ArchivePage> list(CallQuery query) override;
  Task<CallbackPage> callbacks(CallbackQuery query) override;
  Task<Result<std::optional<Callback>>> callback(OrganizationKey organization, CallbackId id) override;
  Task<Result<Callback>> settle_callback(OrganizationKey organization, CallbackId id, std::string state,
                                         ChangeNote note) override;
  Task<Result<Erasure>> erase_caller(OrganizationKey organization, std::string number, ChangeNote note) override;
  Task<Result<Erasure>> erase_call(OrganizationKey organization, CallId id, ChangeNote note) override;

 private:
  Task<std::vector<CallId>> erased_among(OrganizationKey organization, std::vector<CallId> ids);
  Task<Result<Erasure>> erase(ErasureOrder order, ChangeNote note);
  std::vector<Callback> unwritten_callbacks(const OrganizationKey& organization) const;

  Database& database_;
  RecentCalls& recent_;
  WriteBehind& written_;
  const std::filesystem::path recordings_;
  const Clock& clock_;
};

// Another instance may have erased what lies in our memory. Without an answer nothing counts as erased.
Task<std::vector<CallId>> StoredCallArchive::erased_among(OrganizationKey organization, std::vector<CallId> ids) {
  if (ids.empty()) co_return std::vector<CallId>{};
  auto look = [&](DatabaseSession& session) { return select_erased(session, organization, ids); };
  auto looking = database_.read(organization, look);
  const auto erased = co_await std::move(looking);
  if (!erased) co_return std::vector<CallId>{};
  for (const auto& id : *erased) recent_.erase(id);
  co_return *erased;
}

Task<Result<std::optional<FoundCall>>> StoredCallArchive::find(OrganizationKey organization, CallId id) {
  const auto kept = written_.kept(id);
  const auto remembered = recent_.find(organization, id);
  if (remembered && (kept != Kept::database || !remembered->ended_at)) {
    if (remembered->ended_at) {
      std::vector<CallId> one{id};
      auto asked = erased_among(organization, std::move(one));
      const auto erased = co_await std::move(asked);
      if (!erased.empty()) co_return std::optional<FoundCall>{};
    }
    co_return std::optional<FoundCall>(FoundCall{*remembered, kept});
  }
  auto look = [&](DatabaseSession& session) { return select_call(session, organization, id); };
  auto looking = database_.read(organization, look);
  const auto stored = co_await std::move(looking);
  if (!stored) {
    if (remembered) co_return std::optional<FoundCall>(FoundCall{*remembered, kept});
    co_return stored.error();
  }
  if (!stored->has_value()) {
    if (remembered) recent_.erase(id);
    co_return std::optional<FoundCall>{};
  }
  co_return std::optional<FoundCall>(FoundCall{**stored, Kept::database});
}

Task<ArchivePage> StoredCallArchive::list(CallQuery query) {
  // Before the database is asked: what is written meanwhile is in both, never in neither.
  const auto unwritten = written_.unwritten();
  auto local = recent_.among(unwritten, query);
  std::vector<CallId> over;
  for (const auto& record : local) {
    if (record.ended_at) over.push_back(record.id);
  }
  auto asked = erased_among(query.organization, std::move(over));
  const auto erased = co_await std::move(asked);
  std::erase_if(local, [&erased](const CallRecord& record) {
    return std::find(erased.begin(), erased.end(), record.id) != erased.end();
  });
  CallPageUnion page(query, std::move(local));
  while (!page.complete()) {
    const auto next = page.next_query();
    auto look = [&](DatabaseSession& session) { return select_calls(session, next); };
    auto looking = database_.read(query.organization, look);
    auto stored = co_await std::move(looking);
    if (!stored) {
      ArchivePage partly{recent_.list(query), false};
      co_return partly;
    }
    // A version in memory that is newer than the row speaks for the call, whether the query means it or not.
    const bool more = stored->size() > next.limit;
    std::vector<bool> outdated;
    for (const auto& record : *stored) {
      const bool newer = std::binary_search(unwritten.begin(), unwritten.end(), record.id);
      outdated.push_back(newer && recent_.find(query.organization, record.id).has_value());
    }
    page.add(std::move(*stored), outdated, more);
  }
  ArchivePage whole{page.take(), true};
  co_return whole;
}

std::vector<Callback> StoredCallArchive::unwritten_callbacks(const OrganizationKey& organization) const {
  auto asked = recent_.callbacks(organization);
  const auto unwritten = written_.unwritten();
  std::erase_if(asked, [&unwritten](const Callback& callback) {
    return !std::binary_search(unwritten.begin(), unwritten.end(), CallId(callback.id.uuid()));
  });
  return asked;
}

Task<CallbackPage> StoredCallArchive::callbacks(CallbackQuery query) {
  const auto unwritten = unwritten_callbacks(query.organization);
  auto look = [&](DatabaseSession& session) {
    return select_callbacks(session, query.organization, query.state, query.cursor, query.limit + 1);
  };
  auto looking = database_.read(query.organization, look);
  auto stored = co_await std::move(looking);
  const bool answered = stored.has_value();
  auto all = answered ? std::move(*stored) : std::vector<Callback>{};
  auto page = union_of_callbacks(query, std::move(all), answered ? unwritten : recent_.callbacks(query.organization));
  page.whole = answered;
  co_return page;
}

Task<Result<std::optional<Callback>>> StoredCallArchive::callback(OrganizationKey organization, CallbackId id) {
  for (const auto& waiting : unwritten_callbacks(organization)) {
    if (waiting.id == id) co_return std::optional<Callback>(waiting);
  }
  auto look = [&](DatabaseSession& session) { return select_callback(session, organization, id); };
  auto looking = database_.read(organization, look);
  const auto stored = co_await std::move(looking);
  if (stored) co_return *stored;
  for (const auto& remembered : recent_.callbacks(organization)) {
    if (remembered.id == id) co_return std::optional<Callback>(remembered);
  }
  co_return stored.error();
}

Task<Result<Callback>> StoredCallArchive::settle_callback(OrganizationKey organization, CallbackId id,
                                                          std::string state, ChangeNote note) {
  const auto now = clock_.wall_now();
  auto settle = [&](DatabaseSession& session) -> Result<Callback> {
    const auto tenant = find_tenant(session, organization);
    if (!tenant) return tenant.error();
    auto locked =
        session.execute("SELECT 1 FROM callbacks WHERE id = $1::uuid AND organization_id = $2::uuid FOR UPDATE",
                        {id.to_string(), tenant->id});
    if (!locked) return locked.error();
    auto found = select_callback(session, organization, id);
    if (!found) return found.error();
    if (!found->has_value()) return Error{Fault::not_found, "there is no such callback"};
    auto callback = **found;
    if (!is_step(callback.state, state)) {
      return Error{Fault::conflict, "the callback is " + callback.state + " and cannot become " + state};
    }
    const auto set =
        session.execute("UPDATE callbacks SET state = $3 WHERE id = $1::uuid AND organization_id = $2::uuid",
                        {id.to_string(), tenant->id, state});
    if (!set) return set.error();
    RowIds audit_ids(now);
    OrganizationWrite write{session, audit_ids, note, *tenant};
    const auto json = [](const std::string& value) { return "{\"state\":\"" + value + "\"}"; };
    const auto noted =
        write_audit(write, "callback.settled", "callback " + id.to_string(), json(callback.state), json(state));
    if (!noted) return noted.error();
    callback.state = state;
    return callback;
  };
  const auto waiting = unwritten_callbacks(organization);
  const auto is_it = [id](const Callback& one) { return one.id == id; };
  auto settling = database_.transact(organization, settle);
  auto settled = co_await std::move(settling);
  if (settled) recent_.remember_callback(*settled);
  const bool on_its_way =
      !settled && settled.error().fault == Fault::not_found && std::any_of(waiting.begin(), waiting.end(), is_it);
  if (on_its_way) {
    co_return Error{Fault::unavailable, "the callback is not in the database yet: try again in a moment"};
  }
  co_return settled;
}

Task<Result<Erasure>> StoredCallArchive::erase(ErasureOrder order, ChangeNote note) {
  const auto now = clock_.wall_now();
  order.recordings_dir = recordings_;
  order.node = written_.node();
  auto work = [&](DatabaseSession& session) { return erase_rows(session, order, now, note); };
  auto erasing = database_.transact(order.organization, work);
  const auto erased = co_await std::move(erasing);
  if (!erased) co_return erased.error();
  auto all = order.calls;
  all.insert(all.end(), erased->calls.begin(), erased->calls.end());
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  Erasure counts{erased->calls.size(), erased->recordings, erased->callbacks};
  for (const auto& id : all) {
    const bool stored = std::find(erased->calls.begin(), erased->calls.end(), id) != erased->calls.end();
    if (!stored && recent_.find(order.organization, id)) ++counts.calls;
    recent_.erase(id);
  }
  for (const auto& callback : recent_.callbacks(order.organization)) {
    if (order.number.empty() || !is_number(callback.number, order.number)) continue;
    recent_.erase(callback.id);
  }
  written_.clear_copies(std::move(all));
  co_return counts;
}

Task<Result<Erasure>> StoredCallArchive::erase_caller(OrganizationKey organization, std::string number,
                                                      ChangeNote note) {
  if (number.empty()) co_return Error{Fault::invalid_input, "a number is needed"};
  const auto on_their_way = written_.on_their_way(organization, number);
  if (!on_their_way) co_return on_their_way.error();
  ErasureOrder order;
  order.organization = organization;
  order.number = number;
  order.calls = *on_their_way;
  CallQuery everything;
  everything.organization = organization;
  for (const auto& record : recent_.among(order.calls, everything)) {
    if (!record.ended_at) co_return Error{Fault::conflict, "call " + record.id.to_string() + " runs: end it first"};
    if (record.recording_path) order.recordings.push_back(*record.recording_path);
  }
  auto erasing = erase(std::move(order), std::move(note));
  auto erased = co_await std::move(erasing);
  co_return erased;
}

Task<Result<Erasure>> StoredCallArchive::erase_call(OrganizationKey organization, CallId id, ChangeNote note) {
  auto looking = find(organization, id);
  const auto found = co_await std::move(looking);
  if (!found) co_return found.error();
  if (!found->has_value()) co_return Error{Fault::not_found, "there is no such call"};
  const auto& record = (*found)->record;
  if (!record.ended_at) co_return Error{Fault::conflict, "call " + id.to_string() + " runs: end it first"};
  ErasureOrder order;
  order.organization = organization;
  order.calls.push_back(id);
  if (record.recording_path && record.node == written_.node()) order.recordings.push_back(*record.recording_path);
  auto erasing = erase(std::move(order), std::move(note));
  auto erased = co_await std::move(erasing);
  co_return erased;
}

}  // namespace

std::unique_ptr<CallArchive> create_call_archive(Database& database, RecentCalls& recent, WriteBehind& written,
                                                 std::filesystem::path recordings, const Clock& clock) {
  return std::make_unique<StoredCallArchive>(database, recent, written, std::move(recordings), clock);
}

}  // namespace parley
