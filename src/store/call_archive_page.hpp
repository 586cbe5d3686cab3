// SPDX-License-Identifier: Apache-2.0
// One page out of what memory has and the database does not, and of rows. Pure.
#pragma once

#include <vector>

#include "parley/store/call_archive.hpp"

namespace parley {

class CallPageUnion {
 public:
  // `local`: what the query means among the calls for which memory speaks.
  CallPageUnion(CallQuery query, std::vector<CallRecord> local);

  bool complete() const { return complete_; }
  CallQuery next_query() const { return query_; }  // what the database is to be asked
  // `rows`: newest first; outdated[i]: memory speaks for rows[i]. `more`: there are rows behind them.
  void add(std::vector<CallRecord> rows, const std::vector<bool>& outdated, bool more);
  CallPage take();

 private:
  CallQuery query_;
  std::vector<CallRecord> local_;
  std::vector<CallRecord> rows_;
  bool complete_ = false;
};

// The query's page of `stored` (one more than its limit tells that there are more) and of `local`, which wins.
CallbackPage union_of_callbacks(const CallbackQuery& query, std::vector<Callback> stored,
                                const std::vector<Callback>& local);

}  // namespace parley
