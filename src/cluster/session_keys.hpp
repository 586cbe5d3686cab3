// SPDX-License-Identifier: Apache-2.0
// Names of keys and channels in Redis (docs/redis.md), and the commands that are written with them.
#pragma once

#include <string>
#include <vector>

#include "parley/redis/redis.hpp"
#include "session_fields.hpp"

namespace parley {

inline constexpr const char* kNodesKey = "parley:nodes";
inline constexpr const char* kConfigurationChannel = "parley:configuration";
inline std::string session_key(const std::string& call) { return "parley:session:" + call; }
inline std::string sessions_key(const OrganizationKey& of) { return "parley:sessions:" + of.value; }
inline std::string call_node_key(const std::string& call) { return "parley:call_node:" + call; }
inline std::string node_key(const std::string& node) { return "parley:node:" + node; }
inline std::string channel_to(const std::string& node) { return "parley:to:" + node; }

std::vector<RedisCommand> tell_session(const LiveSession& session, const std::string& node);
std::vector<RedisCommand> take_back_session(const LiveSession& session);

struct NodeBeat {
  std::string node;
  std::string version;
  WallTime started_at{};
  WallTime now{};
  std::size_t calls = 0;
};
// Its first answer: whether the node was known, as a number.
std::vector<RedisCommand> beat(const NodeBeat& beat);
std::vector<RedisCommand> take_leave(const std::string& node);

// Live sessions of others, newest first, in one step: [[call, field, value, …]…], how many were damaged, 1 when there
// may be more. Sessions that have gone leave the list.
RedisCommand list_sessions(const OrganizationKey& organization, const std::string& own_node, std::size_t most);
RedisCommand list_nodes();
// A list that somebody has made something else of goes away; it fills again as sessions are refreshed.
RedisCommand mend_list(const std::string& key);

}  // namespace parley
