// SPDX-License-Identifier: Apache-2.0
#include "parley/call/utterance_gate.hpp"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

using namespace parley;

namespace {

TEST(UtteranceGate, ManyThreadsGetNoMoreThanTheRate) {
  UtteranceGate gate({0, 500});
  const Instant now{std::chrono::hours{1}};
  std::vector<std::thread> calls;
  std::vector<int> admitted(4, 0);
  for (std::size_t call = 0; call < admitted.size(); ++call)
    calls.emplace_back([&, call] {
      for (int i = 0; i < 1000; ++i) admitted[call] += gate.admit(OrganizationKey{"shop"}, "+1", now) ? 1 : 0;
    });
  for (auto& call : calls) call.join();
  int all = 0;
  for (const auto count : admitted) all += count;
  EXPECT_EQ(all, 500);
}

}  // namespace
