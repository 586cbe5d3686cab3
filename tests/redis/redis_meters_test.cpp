// SPDX-License-Identifier: Apache-2.0
#include "redis_meters.hpp"

#include <gtest/gtest.h>

#include "redis_reply.hpp"
#include "support/counted_meters.hpp"

namespace parley {
namespace {

TEST(RedisMeters, EveryFailureHasItsKind) {
  const std::pair<Error, const char*> cases[] = {
      {{Fault::timed_out, ""}, "timed_out"},    {{Fault::unavailable, ""}, "away"},
      {{Fault::exhausted, "too many"}, "full"}, {refusal("OOM command not allowed"), "out_of_memory"},
      {refusal("WRONGTYPE no"), "wrong_type"},  {refusal("ERR unknown"), "refused"},
  };
  for (const auto& [error, kind] : cases) {
    test::CountedMeters meters;
    RedisMeters of(meters);
    of.failed(error);
    EXPECT_EQ(meters.counter("parley_redis_errors_total", "", {{"kind", kind}}).value(), 1U) << kind;
  }
}

TEST(RedisMeters, AnswersAreCountedAndTimed) {
  test::CountedMeters meters;
  RedisMeters of(meters);
  of.answered(3ms);
  EXPECT_EQ(meters.counter("parley_redis_commands_total", "").value(), 1U);
  EXPECT_DOUBLE_EQ(meters.histogram("parley_redis_command_seconds", "", {}).sum_seconds(), 0.003);
}

}  // namespace
}  // namespace parley
