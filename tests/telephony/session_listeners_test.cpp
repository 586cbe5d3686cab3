// SPDX-License-Identifier: Apache-2.0
#include "session_listeners.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>

#include "wire_scene.hpp"

namespace parley::sip {
namespace {

using Heard = std::vector<std::string>;
const SipSessionId kSession{3, 1};

class SessionListenersTest : public ::testing::Test {
 protected:
  Heard heard() {
    loop_.restart();
    loop_.poll();
    return listener_.heard;
  }
  void listen() { listeners_.listen(kSession, loop_.get_executor(), listener_); }

  asio::io_context loop_{1};
  test::RememberingListener listener_;
  SessionListeners listeners_;
};

TEST_F(SessionListenersTest, DeliverInOrderOnTheHomeOfTheCall) {
  listeners_.opened(kSession);
  listeners_.tell(kSession, Answered{});
  listen();
  listeners_.tell(kSession, Established{});
  EXPECT_EQ(listener_.heard, Heard{}) << "not on this thread at once";
  EXPECT_EQ(heard(), (Heard{"answered", "established"}));
}

TEST_F(SessionListenersTest, SayNothingAfterStopListeningEvenIfUnderWay) {
  listeners_.opened(kSession);
  listen();
  listeners_.tell(kSession, Answered{});
  listeners_.stop_listening(kSession);
  listeners_.tell(kSession, Closed{});
  EXPECT_EQ(heard(), Heard{});
}

TEST_F(SessionListenersTest, SayNothingAfterStopListeningWhenTheEndIsUnderWay) {
  listeners_.opened(kSession);
  listen();
  listeners_.tell(kSession, Closed{});
  listeners_.stop_listening(kSession);
  EXPECT_EQ(heard(), Heard{});
}

TEST_F(SessionListenersTest, EndACallThatListensToASessionLongGone) {
  listen();
  EXPECT_EQ(heard(), (Heard{"closed"}));
  EXPECT_EQ(listener_.closed, SipClosed::transport_lost);
}

TEST_F(SessionListenersTest, ForgetWhatTheDeskDidNotTake) {
  listeners_.opened(kSession);
  listeners_.discarded(kSession);
  listeners_.tell(kSession, Closed{SipClosed::cancelled});
  listen();
  heard();
  EXPECT_EQ(listener_.closed, SipClosed::transport_lost);
}

TEST_F(SessionListenersTest, MayBeOutlivedByEvents) {
  {
    SessionListeners brief;
    brief.opened(kSession);
    brief.listen(kSession, loop_.get_executor(), listener_);
    brief.tell(kSession, Closed{SipClosed::we_hung_up});
  }
  EXPECT_EQ(heard(), (Heard{"closed"}));
}

}  // namespace
}  // namespace parley::sip
