// SPDX-License-Identifier: Apache-2.0
#include "session_keys.hpp"

#include "session_ledger.hpp"

namespace parley {
namespace {

constexpr std::chrono::seconds kListLives{120};
constexpr std::chrono::seconds kNodeLives{15};
// A script stops everything else in Redis: at 3 us a session this is 15 ms.
constexpr std::size_t kMostLooked = 5000;

// Lists are pruned here, so that whoever died without a word leaves nothing behind.
constexpr const char* kListSessions = R"lua(
local found, damaged, alive = {}, 0, {}
local calls = redis.call('ZREVRANGE', KEYS[1], 0, ARGV[4] - 1)
for _, call in ipairs(calls) do
  if #found >= tonumber(ARGV[3]) then break end
  local fields = redis.pcall('HGETALL', 'parley:session:' .. call)
  if fields.err then
    damaged = damaged + 1
  elseif #fields == 0 then
    redis.call('ZREM', KEYS[1], call)
  else
    local node, organization
    for i = 1, #fields, 2 do
      if fields[i] == 'node' then node = fields[i + 1] end
      if fields[i] == 'organization' then organization = fields[i + 1] end
    end
    if not node or organization ~= ARGV[1] then
      damaged = damaged + 1
    elseif node ~= ARGV[2] then
      if alive[node] == nil then alive[node] = redis.call('EXISTS', 'parley:node:' .. node) end
      if alive[node] == 1 then
        table.insert(fields, 1, call)
        found[#found + 1] = fields
      end
    end
  end
end
local more = 0
if #calls >= tonumber(ARGV[4]) and #found < tonumber(ARGV[3]) then more = 1 end
return {found, damaged, more}
)lua";

constexpr const char* kListNodes = R"lua(
local alive = {}
for _, node in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
  if redis.call('EXISTS', 'parley:node:' .. node) == 1 then
    alive[#alive + 1] = node
  else
    redis.call('ZREM', KEYS[1], node)
  end
end
return alive
)lua";

constexpr const char* kMendList = R"lua(
if redis.call('TYPE', KEYS[1]).ok ~= 'zset' then return redis.call('DEL', KEYS[1]) end
return 0
)lua";

std::string milliseconds(WallTime when) { return std::to_string(when.time_since_epoch().count()); }
std::string seconds(std::chrono::seconds span) { return std::to_string(span.count()); }

}  // namespace

std::vector<RedisCommand> tell_session(const LiveSession& session, const std::string& node) {
  const auto call = session.call.to_string();
  RedisCommand fields = {"HSET", session_key(call)};
  for (const auto& [name, value] : session.fields) {
    fields.push_back(name);
    fields.push_back(value);
  }
  return {
      {"DEL", session_key(call)},  // whatever somebody else may have put there
      std::move(fields),
      {"EXPIRE", session_key(call), seconds(kSessionLives)},
      {"SET", call_node_key(call), node, "EX", seconds(kSessionLives)},
      {"ZADD", sessions_key(session.organization), milliseconds(session.started_at), call},
      {"EXPIRE", sessions_key(session.organization), seconds(kListLives)},
  };
}

std::vector<RedisCommand> take_back_session(const LiveSession& session) {
  const auto call = session.call.to_string();
  return {
      {"DEL", session_key(call), call_node_key(call)},
      {"ZREM", sessions_key(session.organization), call},
  };
}

std::vector<RedisCommand> beat(const NodeBeat& beat) {
  const auto key = node_key(beat.node);
  return {
      {"EXISTS", key},
      {"DEL", key},
      {"HSET", key, "started_at", milliseconds(beat.started_at), "version", beat.version, "calls",
       std::to_string(beat.calls)},
      {"EXPIRE", key, seconds(kNodeLives)},
      {"ZADD", kNodesKey, milliseconds(beat.now), beat.node},
      {"EXPIRE", kNodesKey, seconds(kListLives)},
  };
}

std::vector<RedisCommand> take_leave(const std::string& node) {
  return {{"DEL", node_key(node)}, {"ZREM", kNodesKey, node}};
}

RedisCommand list_sessions(const OrganizationKey& organization, const std::string& own_node, std::size_t most) {
  return {"EVAL",
          kListSessions,
          "1",
          sessions_key(organization),
          organization.value,
          own_node,
          std::to_string(most),
          std::to_string(kMostLooked)};
}

RedisCommand list_nodes() { return {"EVAL", kListNodes, "1", kNodesKey}; }

RedisCommand mend_list(const std::string& key) { return {"EVAL", kMendList, "1", key}; }

}  // namespace parley
