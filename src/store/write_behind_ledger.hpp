// SPDX-License-Identifier: Apache-2.0
// What is remembered but not in the spool yet, and what is in the spool but not in the database yet. Pure; its owner
// guards it with a mutex, hence nothing here is slow.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "parley/store/call_record.hpp"
#include "parley/store/spool.hpp"

namespace parley {

class WriteBehindLedger {
 public:
  // Owners: whoever remembered it, until it is spooled, and the ledger, which compares the next version with it.
  using Record = std::shared_ptr<const CallRecord>;

  // Calls that are over and find no place in the spool are kept up to `most_over`; beyond it the oldest go.
  explicit WriteBehindLedger(std::size_t most_over) : most_over_(most_over) {}

  // The newest version counts: while one is on its way to the spool, later ones take one place.
  void remember(Record record);
  void remember(const Callback& callback);

  struct Due {
    struct Call {
      Record before;  // in the spool already; nullptr: nothing is
      Record now;
    };
    std::vector<Call> calls;
    std::vector<Callback> callbacks;

    bool empty() const { return calls.empty() && callbacks.empty(); }
    std::size_t size() const { return calls.size() + callbacks.size(); }
    Due split(std::size_t count);  // what is behind the first `count`; this keeps those
  };
  // What the spool is to get next, at most `most`; it is under way until one of the two below is called.
  Due take(std::size_t most);
  void spooled(const Due& due, const std::vector<SpoolPosition>& ends);  // calls first, then callbacks
  // Waits for another try; calls that are over and too many are given up. Returns how many were refused for the first
  // time.
  std::size_t refused(const Due& due);

  // Found in the spool after a restart, in its order; comes before everything else.
  struct Found {
    CallId id;  // of a call, or of a callback
    SpoolPosition end;
    OrganizationKey organization;
    std::vector<std::string> numbers;
  };
  void adopt(std::vector<Found> found);

  void written(SpoolPosition upto);  // everything before it is in the database, or was set aside
  void set_aside(CallId id);         // the database wants it never

  Kept kept(CallId id) const;
  std::vector<CallId> running() const;
  std::vector<CallId> unwritten() const;  // running() included
  // Calls and callbacks on their way to the database that `number` takes part in.
  std::vector<CallId> on_their_way(const OrganizationKey& organization, const std::string& number) const;
  bool spooled_everything() const { return waiting_.empty() && callbacks_.empty() && under_way_.empty(); }

 private:
  struct InSpool {
    SpoolPosition end;
    OrganizationKey organization;
    std::vector<std::string> numbers;
  };
  void wait(Record record);
  void note(Found found);

  const std::size_t most_over_;
  std::map<CallId, Record> waiting_;
  std::deque<CallId> over_;  // of those that wait, in the order in which they ended
  std::vector<Callback> callbacks_;
  std::unordered_set<CallId> counted_;  // as refused
  std::unordered_map<CallId, Record> under_way_;
  std::unordered_map<CallId, Record> running_;  // spooled version of calls that run; nullptr: none
  std::unordered_map<CallId, InSpool> in_spool_;
  std::deque<std::pair<SpoolPosition, CallId>> order_;
  std::unordered_set<CallId> aside_;
  std::deque<CallId> aside_order_;
};

// Whether `number` is meant: with or without the leading plus.
bool is_number(const std::string& one, const std::string& other);

}  // namespace parley
