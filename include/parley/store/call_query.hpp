// SPDX-License-Identifier: Apache-2.0
// Which calls somebody wants to see. One meaning in memory (matches) and in SQL (the archive).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "parley/store/call_cursor.hpp"
#include "parley/store/call_record.hpp"

namespace parley {

struct CallQuery {
  OrganizationKey organization;
  bool live_only = false;
  std::string number;  // digits within the caller's or the called number; empty: any
  std::string text;    // words within what was said by either side, without case; empty: any
  std::optional<CallEnd> end_reason;
  std::optional<WallTime> from;    // started at or after
  std::optional<WallTime> before;  // started before
  std::size_t limit = 50;
  std::optional<CallCursor> cursor;  // goes on after it
};

struct CallPage {
  std::vector<CallRecord> calls;          // newest first
  std::optional<CallCursor> next_cursor;  // absent on the last page
};

// Everything but the cursor and the limit.
bool matches(const CallQuery& query, const CallRecord& record);

}  // namespace parley
