// SPDX-License-Identifier: Apache-2.0
// Records as JSON: in the spool, and in the columns of the database.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parley/store/call_record.hpp"

namespace parley {

// What changed of a call: everything but the turns, and the turns that are new or different.
struct CallDelta {
  CallRecord call;               // `turns`: the changed ones, by number
  WallTime at{};                 // when it was remembered
  std::uint32_t turn_count = 0;  // with those that did not change

  friend bool operator==(const CallDelta&, const CallDelta&) = default;
};

// `before`: what is kept of the call already, or nullptr.
CallDelta difference(const CallRecord* before, const CallRecord& now, WallTime at);
// `later` over `earlier`, both of one call. An end is never taken back.
void merge(CallDelta& earlier, CallDelta later);

// UTF-8 without NUL: what Postgres takes as text. Broken sequences become U+FFFD.
std::string as_plain_text(std::string_view text);

std::string encode(const CallDelta& delta);
std::string encode(const Callback& callback);
// nullopt: not what encode makes.
std::optional<CallDelta> decode_call(std::string_view json);
std::optional<Callback> decode_callback(std::string_view json);

// Arrays of objects for jsonb_to_recordset; names as the columns.
std::string calls_as_rows(const std::vector<CallDelta>& deltas);
std::string turns_as_rows(const std::vector<CallDelta>& deltas);
std::string callbacks_as_rows(const std::vector<Callback>& callbacks);

// Back from the columns: JSON of the greeting, and of an array of [number, caller_text, reply_text, caller, decision,
// reply, timings].
std::optional<AgentSaid> greeting_from(const std::string& json);
std::vector<TurnRecord> turns_from(const std::string& json);

}  // namespace parley
