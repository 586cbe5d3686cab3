// SPDX-License-Identifier: Apache-2.0
#include "support/call_log_contract.hpp"

namespace parley::test {
namespace {

struct MemoryMaker {
  static std::unique_ptr<RecentCalls> make() { return create_recent_calls(1000); }
};

INSTANTIATE_TYPED_TEST_SUITE_P(Memory, CallLogContract, MemoryMaker);

TEST(RecentCalls, ForgetsTheFirstThatEndedAndCountsIt) {
  const auto log = create_recent_calls(2);
  for (const std::uint8_t i : std::initializer_list<std::uint8_t>{3, 1, 2}) log->remember(finished(record_of(i)));
  EXPECT_EQ(log->forgotten(), 1U);
  EXPECT_EQ(log->find(OrganizationKey{"demo"}, call_id(3)), std::nullopt);
  EXPECT_EQ(ids_of(log->list(query_of("demo"))), (std::vector<CallId>{call_id(2), call_id(1)}));
}

TEST(RecentCalls, NeverForgetsARunningCall) {
  const auto log = create_recent_calls(1);
  for (std::uint8_t i = 1; i <= 5; ++i) log->remember(record_of(i));
  log->remember(finished(record_of(6)));
  log->remember(finished(record_of(7)));
  EXPECT_EQ(log->list(query_of("demo")).calls.size(), 6U);
}

TEST(RecentCalls, AFinishedCallThatIsRememberedAgainCountsOnce) {
  const auto log = create_recent_calls(2);
  for (int i = 0; i < 5; ++i) log->remember(finished(record_of(1)));
  log->remember(finished(record_of(2)));
  EXPECT_EQ(log->forgotten(), 0U);
  EXPECT_EQ(log->list(query_of("demo")).calls.size(), 2U);
}

TEST(RecentCalls, CallbacksAreBounded) {
  const auto log = create_recent_calls(1);
  Callback callback;
  callback.organization = OrganizationKey{"demo"};
  for (int i = 0; i < 1005; ++i) log->remember_callback(callback);
  EXPECT_EQ(log->callbacks(callback.organization).size(), 1000U);
}

}  // namespace
}  // namespace parley::test
