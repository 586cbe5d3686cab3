// SPDX-License-Identifier: Apache-2.0
// hiredis' replies as values, and what the server's refusals mean.
#pragma once

#include <hiredis/hiredis.h>

#include <string>

#include "parley/redis/redis.hpp"

namespace parley {

// An error anywhere inside, as EXEC gives, makes the whole an Error.
Result<RedisReply> to_reply(const redisReply& reply);

// "WRONGTYPE Operation against…": the first word decides.
Error refusal(const std::string& message);

}  // namespace parley
