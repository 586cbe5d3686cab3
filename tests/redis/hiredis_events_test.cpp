// SPDX-License-Identifier: Apache-2.0
#include "hiredis_events.hpp"

#include <sys/stat.h>

#include "redis_scene.hpp"

namespace parley {
namespace {

class HiredisEvents : public testing::Test {
 protected:
  redisAsyncContext* open() {
    auto* context = redisAsyncConnectUnix(room.socket().c_str());
    EXPECT_EQ(context->err, 0);
    context->data = this;
    attach_events(*context, driven.home(), [this] { ++gone; });
    return context;
  }
  static void count(redisAsyncContext* context, void* reply, void*) {
    auto* self = static_cast<HiredisEvents*>(context->data);
    ++(reply ? self->answered : self->failed);
  }

  test::RedisRoom room;
  test::DrivenLoop driven;
  int answered = 0;
  int failed = 0;
  int gone = 0;
};

TEST_F(HiredisEvents, CarryCommandsAndAnswers) {
  auto* context = open();
  for (int i = 0; i < 100; ++i) redisAsyncCommand(context, count, nullptr, "PING");
  ASSERT_TRUE(driven.until([&] { return answered == 100; }));
  redisAsyncFree(context);
  EXPECT_EQ(gone, 1);
}

TEST_F(HiredisEvents, LetTheSocketGoAndHiredisClosesIt) {
  auto* context = open();
  redisAsyncCommand(context, count, nullptr, "PING");
  ASSERT_TRUE(driven.until([&] { return answered == 1; }));
  const int socket = context->c.fd;
  redisAsyncFree(context);
  struct stat status {};
  EXPECT_EQ(fstat(socket, &status), -1);  // closed, once
  EXPECT_EQ(errno, EBADF);
  driven.run_for(1ms);  // the waits that were under way end without the context
}

TEST_F(HiredisEvents, AServerThatGoesEndsTheContextFromInside) {
  auto* context = open();
  redisAsyncCommand(context, count, nullptr, "PING");
  ASSERT_TRUE(driven.until([&] { return answered == 1; }));
  room.kill_hard();
  redisAsyncCommand(context, count, nullptr, "PING");
  ASSERT_TRUE(driven.until([&] { return gone == 1; }));
  EXPECT_EQ(failed, 1);
}

TEST_F(HiredisEvents, AreIdleWhenNothingHappens) {
  auto* context = open();
  redisAsyncCommand(context, count, nullptr, "PING");
  ASSERT_TRUE(driven.until([&] { return answered == 1; }));
  driven.run_for(5ms);
  driven.loop.restart();
  EXPECT_EQ(driven.loop.poll(), 0U);  // a wait that is always ready would turn the loop for ever
  redisAsyncFree(context);
}

}  // namespace
}  // namespace parley
