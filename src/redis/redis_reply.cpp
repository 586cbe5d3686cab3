// SPDX-License-Identifier: Apache-2.0
#include "redis_reply.hpp"

#include <utility>

namespace parley {
namespace {

Fault fault_of(std::string_view code) {
  if (code == "WRONGTYPE") return Fault::conflict;  // somebody else's value stands at the key
  if (code == "OOM") return Fault::exhausted;
  if (code == "EXECABORT") return Fault::invalid_input;
  for (const auto* away : {"LOADING", "BUSY", "MASTERDOWN", "READONLY", "MISCONF", "NOREPLICAS", "NOAUTH", "WRONGPASS",
                           "NOPERM", "TRYAGAIN", "CLUSTERDOWN"}) {
    if (code == away) return Fault::unavailable;
  }
  return Fault::invalid_input;
}

}  // namespace

Error refusal(const std::string& message) {
  const std::string_view text = message;
  return Error{fault_of(text.substr(0, text.find(' '))), "Redis refuses: " + message};
}

Result<RedisReply> to_reply(const redisReply& reply) {
  RedisReply value;
  switch (reply.type) {
    case REDIS_REPLY_ERROR:
      return refusal(std::string(reply.str, reply.len));
    case REDIS_REPLY_STRING:
    case REDIS_REPLY_STATUS:
      value.kind = RedisReply::Kind::text;
      value.text.assign(reply.str, reply.len);
      break;
    case REDIS_REPLY_INTEGER:
      value.kind = RedisReply::Kind::integer;
      value.integer = reply.integer;
      break;
    case REDIS_REPLY_ARRAY:
      value.kind = RedisReply::Kind::list;
      value.items.reserve(reply.elements);
      for (std::size_t i = 0; i < reply.elements; ++i) {
        auto item = to_reply(*reply.element[i]);
        if (!item) return item.error();
        value.items.push_back(std::move(*item));
      }
      break;
    default:
      break;
  }
  return value;
}

}  // namespace parley
