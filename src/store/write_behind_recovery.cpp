// SPDX-License-Identifier: Apache-2.0
#include "write_behind_recovery.hpp"

#include <algorithm>
#include <utility>

#include "write_behind_replay.hpp"

namespace parley {
namespace {

bool has_every_turn(const CallDelta& delta) { return delta.call.turns.size() == delta.turn_count; }

}  // namespace

std::optional<CallRecord> WriteBehindRecovery::add(const SpoolEntry& entry) {
  if (entry.type == kCallbackEntry) {
    if (auto callback = decode_callback(entry.payload)) {
      found_.push_back({CallId(callback->id.uuid()), entry.end, callback->organization, {callback->number}});
      callbacks_.push_back(std::move(*callback));
    }
    return std::nullopt;
  }
  auto delta = entry.type == kCallEntry ? decode_call(entry.payload) : std::nullopt;
  if (!delta) return std::nullopt;
  const auto id = delta->call.id;
  found_.push_back({id, entry.end, delta->call.organization, {delta->call.from, delta->call.to}});
  const auto [place, fresh] = open_.try_emplace(id, *delta);
  if (!fresh) merge(place->second, std::move(*delta));
  if (!place->second.call.ended_at) return std::nullopt;
  const auto over = std::move(place->second);
  open_.erase(place);
  if (!has_every_turn(over)) return std::nullopt;
  return over.call;
}

std::vector<WriteBehindRecovery::Lost> WriteBehindRecovery::lost() const {
  std::vector<Lost> lost;
  for (const auto& [id, delta] : open_) {
    Lost one{delta.call, has_every_turn(delta)};
    one.record.ended_at = std::max(delta.at, delta.call.started_at);
    one.record.end_reason = CallEnd::server_lost;
    lost.push_back(std::move(one));
  }
  return lost;
}

}  // namespace parley
