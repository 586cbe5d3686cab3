// SPDX-License-Identifier: Apache-2.0
#include "live_calls.hpp"

#include <algorithm>
#include <set>

namespace parley {
namespace {

CallCursor place_of(const CallRecord& record) { return {record.started_at, record.id}; }

bool of_other_node(const CallRecord& record, const std::string& node) {
  return !record.node.empty() && record.node != node;
}

}  // namespace

CallPage unite_live(const CallQuery& query, const CallPage& archive, const std::vector<CallRecord>& others,
                    bool others_whole, const std::string& node) {
  CallPage page;
  page.next_cursor = archive.next_cursor;
  std::set<CallId> seen;
  const auto take = [&](const CallRecord& record) {
    const auto place = place_of(record);
    if (query.cursor && place >= *query.cursor) return;
    // What is older than the last of the archive's page stands on a later one, behind the archive's own.
    if (archive.next_cursor && place < *archive.next_cursor) return;
    if (seen.insert(record.id).second) page.calls.push_back(record);
  };
  for (const auto& record : archive.calls) {
    if (!of_other_node(record, node)) take(record);
  }
  for (const auto& record : others) {
    if (matches(query, record)) take(record);
  }
  if (!others_whole) {
    for (const auto& record : archive.calls) take(record);
  }
  std::sort(page.calls.begin(), page.calls.end(),
            [](const CallRecord& a, const CallRecord& b) { return place_of(a) > place_of(b); });
  if (page.calls.size() > query.limit) {
    page.calls.resize(query.limit);
    page.next_cursor = place_of(page.calls.back());
  }
  return page;
}

}  // namespace parley
