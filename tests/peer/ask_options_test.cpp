// SPDX-License-Identifier: Apache-2.0
#include "parley/peer/ask_options.hpp"

#include <gtest/gtest.h>

#include "scripted_server.hpp"

namespace parley::peer {
namespace {

using namespace std::chrono_literals;

TEST(AskOptions, TheStatusOfTheAnswerComesBack) {
  test::ScriptedServer server({});
  const auto status = ask_options(server.target(), 2s);
  server.stop();
  ASSERT_TRUE(status);
  EXPECT_EQ(*status, 200);
  ASSERT_EQ(server.requests.size(), 1u);
  EXPECT_EQ(server.requests[0].method, "OPTIONS");
}

TEST(AskOptions, NobodyThereIsAnError) {
  CallTarget target;
  {
    test::ScriptedServer gone({});
    target = gone.target();
  }
  EXPECT_FALSE(ask_options(target, 500ms));
}

}  // namespace
}  // namespace parley::peer
