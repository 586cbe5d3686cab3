// SPDX-License-Identifier: Apache-2.0
#include "redis_reply.hpp"

#include <gtest/gtest.h>

#include <memory>

namespace parley {
namespace {

// As hiredis reads it from the wire.
Result<RedisReply> read(const std::string& wire) {
  const std::unique_ptr<redisReader, void (*)(redisReader*)> reader(redisReaderCreate(), redisReaderFree);
  redisReaderFeed(reader.get(), wire.data(), wire.size());
  void* found = nullptr;
  redisReaderGetReply(reader.get(), &found);
  const std::unique_ptr<void, void (*)(void*)> reply(found, freeReplyObject);
  return to_reply(*static_cast<redisReply*>(found));
}

TEST(RedisReplyOf, HasOneKindForEachOfTheWire) {
  EXPECT_EQ(read("+OK\r\n")->text, "OK");
  EXPECT_EQ(read(std::string("$3\r\na\0b\r\n", 9))->text, std::string("a\0b", 3));
  EXPECT_EQ(read(":-7\r\n")->integer, -7);
  EXPECT_EQ(read("$-1\r\n")->kind, RedisReply::Kind::nil);
  EXPECT_EQ(read("*-1\r\n")->kind, RedisReply::Kind::nil);
  EXPECT_EQ(read("*0\r\n")->kind, RedisReply::Kind::list);
  const auto nested = read("*2\r\n*2\r\n:1\r\n$-1\r\n$1\r\nx\r\n");
  ASSERT_EQ(nested->items.size(), 2U);
  EXPECT_EQ(nested->items[0].items[0].integer, 1);
  EXPECT_EQ(nested->items[0].items[1].kind, RedisReply::Kind::nil);
  EXPECT_EQ(nested->items[1].text, "x");
}

TEST(RedisReplyOf, AnErrorInsideMakesTheWholeAnError) {
  const auto reply = read("*2\r\n:1\r\n-WRONGTYPE not a hash\r\n");
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().fault, Fault::conflict);
}

TEST(RedisReplyOf, RefusalsAreFaultsOfTheirKind) {
  const std::pair<const char*, Fault> cases[] = {
      {"WRONGTYPE Operation against a key holding the wrong kind of value", Fault::conflict},
      {"OOM command not allowed when used memory > 'maxmemory'.", Fault::exhausted},
      {"LOADING Redis is loading the dataset in memory", Fault::unavailable},
      {"READONLY You can't write against a read only replica.", Fault::unavailable},
      {"NOAUTH Authentication required.", Fault::unavailable},
      {"ERR unknown command", Fault::invalid_input},
      {"ERR", Fault::invalid_input},
      {"", Fault::invalid_input},
  };
  for (const auto& [message, fault] : cases) EXPECT_EQ(refusal(message).fault, fault) << message;
}

}  // namespace
}  // namespace parley
