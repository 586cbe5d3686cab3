// SPDX-License-Identifier: Apache-2.0
#include "record_codec.hpp"

#include <algorithm>
#include <utility>

#include "record_json.hpp"

namespace parley {

using record_json::Json;

CallDelta difference(const CallRecord* before, const CallRecord& now, WallTime at) {
  CallDelta delta{now, at, static_cast<std::uint32_t>(now.turns.size())};
  if (!before) return delta;
  std::erase_if(delta.call.turns, [before](const TurnRecord& turn) {
    return std::find(before->turns.begin(), before->turns.end(), turn) != before->turns.end();
  });
  return delta;
}

void merge(CallDelta& earlier, CallDelta later) {
  auto turns = std::move(earlier.call.turns);
  for (auto& turn : later.call.turns) {
    const auto place =
        std::lower_bound(turns.begin(), turns.end(), turn.number,
                         [](const TurnRecord& kept, std::uint32_t number) { return kept.number < number; });
    if (place != turns.end() && place->number == turn.number) {
      *place = std::move(turn);
    } else {
      turns.insert(place, std::move(turn));
    }
  }
  const bool found_out_later = later.call.end_reason == CallEnd::server_lost;
  if (earlier.call.ended_at && (!later.call.ended_at || found_out_later)) {
    later.call.ended_at = earlier.call.ended_at;
    later.call.end_reason = earlier.call.end_reason;
  }
  later.turn_count = std::max(earlier.turn_count, later.turn_count);
  earlier = std::move(later);
  earlier.call.turns = std::move(turns);
}

std::string encode(const CallDelta& delta) { return record_json::text_of(record_json::of(delta)); }
std::string encode(const Callback& callback) { return record_json::text_of(record_json::of(callback)); }

std::optional<CallDelta> decode_call(std::string_view json) {
  try {
    return record_json::delta_from(Json::parse(json));
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

std::optional<Callback> decode_callback(std::string_view json) {
  try {
    return record_json::callback_from(Json::parse(json));
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

std::optional<AgentSaid> greeting_from(const std::string& json) {
  if (json.empty()) return std::nullopt;
  return record_json::said_from(Json::parse(json));
}

std::vector<TurnRecord> turns_from(const std::string& json) {
  std::vector<TurnRecord> turns;
  if (json.empty()) return turns;
  for (const auto& row : Json::parse(json)) turns.push_back(record_json::turn_from_columns(row));
  return turns;
}

}  // namespace parley
