// SPDX-License-Identifier: Apache-2.0
#include "parley/call/call_floor.hpp"

#include <gtest/gtest.h>

#include "floor_scene.hpp"

using namespace parley;
using namespace parley::test;
using namespace std::chrono_literals;

namespace {

class CallFloorTest : public FloorScene {
 protected:
  NotAdmitted refusal(std::string number = "scene") {
    auto answer = floor->admit({"+15551234567", std::move(number), "twilio"});
    EXPECT_TRUE(std::holds_alternative<NotAdmitted>(answer));
    return std::get<NotAdmitted>(answer);
  }
};

TEST_F(CallFloorTest, DoorsShareOneLimit) {
  auto one = floor->admit({"a", "scene", "twilio"});
  EXPECT_FALSE(floor->refuses());
  auto two = floor->admit({"b", "scene", "browser"});
  EXPECT_EQ(floor->refuses(), NotAdmitted::full);
  EXPECT_EQ(refusal(), NotAdmitted::full);
  EXPECT_EQ(newest().end_reason, CallEnd::overload);
  EXPECT_EQ(newest().transport, "twilio");
  one = NotAdmitted::full;  // an admission that is dropped gives its slot back
  EXPECT_FALSE(floor->refuses());
}

TEST_F(CallFloorTest, SaysWhyItTakesNobody) {
  EXPECT_EQ(refusal("nobody"), NotAdmitted::unknown_number);
  EXPECT_EQ(newest().end_reason, CallEnd::rejected);
  ear.ready = false;
  EXPECT_EQ(refusal(), NotAdmitted::no_engine);
  floor->drain();
  EXPECT_EQ(refusal(), NotAdmitted::draining);
}

// A door that does what its test says, and notes how it was ended.
class TestDoor final : public CallDoor {
 public:
  TestDoor(std::vector<std::string>& told, bool throws) : told_(told), throws_(throws) {}
  Task<CallEnd> serve(FloorCall& floor) override {
    told_.push_back("serve");
    co_await floor.clock().sleep_until(floor.clock().now() + 1s);
    if (throws_) throw std::runtime_error("our mistake");
    co_return CallEnd::agent_finished;
  }
  void turn_away() override { told_.push_back("turned away"); }
  void abandon() noexcept override { told_.push_back("abandoned"); }

 private:
  std::vector<std::string>& told_;
  bool throws_;
};

TEST_F(CallFloorTest, AMistakeEndsItsOwnCallAlone) {
  std::vector<std::string> broken;
  std::vector<std::string> sound;
  floor->place(0, std::get<Admission>(floor->admit({"a", "scene", "x"})), std::make_unique<TestDoor>(broken, true));
  clock.advance(500ms);
  floor->place(0, std::get<Admission>(floor->admit({"b", "scene", "x"})), std::make_unique<TestDoor>(sound, false));
  clock.advance(700ms);
  EXPECT_EQ(newest().from, "b");
  EXPECT_FALSE(newest().end_reason);
  EXPECT_EQ(broken, (std::vector<std::string>{"serve", "abandoned"}));
  EXPECT_EQ(slots.taken(), 1U);
  clock.advance(500ms);
  EXPECT_EQ(newest().end_reason, CallEnd::agent_finished);
  EXPECT_EQ(sound, (std::vector<std::string>{"serve"}));
  EXPECT_EQ(call_meters.active.value(), 0);
}

TEST_F(CallFloorTest, WhoWaitsInTheLobbyIsSentHomeWhenItCloses) {
  bool came = false;
  bool left_early = false;
  auto waiting = [](Clock& time, bool& arrived, bool& left) -> Task<void> {
    arrived = true;
    std::exception_ptr error;
    try {
      co_await time.sleep_until(time.now() + 1h);
    } catch (...) {
      error = std::current_exception();
    }
    left = is_cancellation(error);
    if (error) std::rethrow_exception(error);
  };
  floor->wait_in_lobby(0, waiting(clock, came, left_early));
  clock.advance(20ms);
  EXPECT_TRUE(came);
  EXPECT_FALSE(left_early);
  floor->close();
  clock.advance(20ms);
  EXPECT_TRUE(left_early);
  EXPECT_TRUE(ended);
}

}  // namespace
