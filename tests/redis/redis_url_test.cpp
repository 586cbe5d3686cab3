// SPDX-License-Identifier: Apache-2.0
#include "redis_url.hpp"

#include <gtest/gtest.h>

#include "parley/redis/redis.hpp"

namespace parley {
namespace {

RedisAddress tcp(std::string host, std::uint16_t port = 6379) {
  RedisAddress address;
  address.host = std::move(host);
  address.port = port;
  return address;
}

RedisAddress unix_socket(std::string path) {
  RedisAddress address;
  address.path = std::move(path);
  return address;
}

RedisAddress with(RedisAddress address, std::string user, std::string password, std::uint32_t database = 0) {
  address.user = std::move(user);
  address.password = std::move(password);
  address.database = database;
  return address;
}

TEST(RedisUrl, SaysWhereAndAsWhom) {
  const std::pair<const char*, RedisAddress> cases[] = {
      {"redis://localhost", tcp("localhost")},
      {"redis://10.0.0.7:7000", tcp("10.0.0.7", 7000)},
      {"redis://10.0.0.7/", tcp("10.0.0.7")},
      {"redis://10.0.0.7/3", with(tcp("10.0.0.7"), "", "", 3)},
      {"redis://[::1]:7000/3", with(tcp("::1", 7000), "", "", 3)},
      {"redis://[fe80::1]", tcp("fe80::1")},
      {"redis://:secret@cache:6380/2", with(tcp("cache", 6380), "", "secret", 2)},
      {"redis://:p%40ss%2Fword@cache", with(tcp("cache"), "", "p@ss/word")},
      {"redis://:p@ss@cache", with(tcp("cache"), "", "p@ss")},
      {"redis://parley:secret@cache", with(tcp("cache"), "parley", "secret")},
      {"unix:///run/redis/redis.sock", unix_socket("/run/redis/redis.sock")},
      {"unix:///run/a@b.sock?db=4", with(unix_socket("/run/a@b.sock"), "", "", 4)},
      {"unix://:secret@/run/redis.sock", with(unix_socket("/run/redis.sock"), "", "secret")},
  };
  for (const auto& [url, expected] : cases) {
    const auto parsed = parse_redis_url(url);
    ASSERT_TRUE(parsed) << url << ": " << parsed.error().message;
    EXPECT_EQ(*parsed, expected) << url;
    EXPECT_EQ(check_redis_url(url), std::nullopt) << url;
  }
}

TEST(RedisUrl, SaysWhatIsWrongWithoutRepeatingIt) {
  const std::string too_long(120, 'x');
  const std::string cases[] = {
      "hunter2",
      "http://hunter2",
      "rediss://:hunter2@cache",
      "redis://",
      "redis://:6379",
      "redis://hunter2@cache",
      "redis://hunter2:@cache",
      "redis://:hunter2@",
      "redis://cache:0",
      "redis://cache:65536",
      "redis://cache:6379hunter2",
      "redis://cache/hunter2",
      "redis://cache/-1",
      "redis://cache/70000",
      "redis://[::1",
      "redis://[::1]hunter2",
      "redis://cache?a=b",
      "redis://:hunter2%zz@c",
      "redis://:hunter2%4@c",
      "redis://:hunter2%00@c",
      "unix://",
      "unix:///",
      "unix://run/hunter2",
      "unix:///run/r?hunter2=1",
      "unix:///r?db=",
      "unix:///" + too_long,
      "unix://hunter2@/run/redis",
      "redis://a b",
  };
  for (const auto& url : cases) {
    const auto problem = check_redis_url(url);
    ASSERT_TRUE(problem) << url;
    EXPECT_EQ(problem->find("hunter2"), std::string::npos) << *problem;
    EXPECT_EQ(problem->find(too_long), std::string::npos) << *problem;
  }
}

TEST(RedisUrl, NoneIsNoMistake) { EXPECT_EQ(check_redis_url(""), std::nullopt); }

TEST(RedisUrl, IsDescribedWithoutItsPassword) {
  EXPECT_EQ(describe(*parse_redis_url("redis://me:secret@[::1]:7000/3")), "[::1]:7000");
  EXPECT_EQ(describe(*parse_redis_url("redis://:secret@cache")), "cache:6379");
  EXPECT_EQ(describe(*parse_redis_url("unix://:secret@/run/redis.sock")), "/run/redis.sock");
}

}  // namespace
}  // namespace parley
