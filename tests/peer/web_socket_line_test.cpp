// SPDX-License-Identifier: Apache-2.0
// The line against a server that speaks a little of each protocol.
#include "web_socket_line.hpp"

#include <gtest/gtest.h>

#include <array>

#include "parley/async/task_group.hpp"
#include "support/served_http.hpp"
#include "support/socket_room.hpp"

namespace parley::peer {
namespace {

struct Heard final : LineListener {
  void on_answered(CallTime, const std::string& id) override {
    answered = true;
    call_id = id;
  }
  void on_heard(const HeardSound& sound) override { samples += sound.samples.size(); }

  bool answered = false;
  std::string call_id;
  std::size_t samples = 0;
};

class WebSocketLineTest : public testing::Test {
 protected:
  WebSocketLineTest() : room([this](WebSocket& socket) { return serve(socket); }), served(routes()) {
    plan.target.host = "127.0.0.1";
    plan.target.port = served.port();
  }
  HttpRoutes routes() {
    HttpRoutes routes;
    for (const char* path : {"/v1/twilio/media", "/v1/browser"}) {
      routes.add_upgrade(path, [this](const HttpRequest&) { return room.verdict(); });
    }
    routes.add_upgrade("/refused", [](const HttpRequest&) {
      WebSocketVerdict verdict;
      verdict.refusal = HttpResponse(403, "text/plain", "signature");
      return verdict;
    });
    return routes;
  }
  // Greets whoever says something, and closes after a second message that is no sound.
  Task<void> serve(WebSocket& socket) {
    for (;;) {
      auto message = co_await socket.receive();
      if (!message) break;
      if (message->data.find("\"start\"") != std::string::npos) {
        socket.send(true, R"({"event":"media","media":{"payload":"AAAA"}})");
      } else if (message->data.find("\"hello\"") != std::string::npos) {
        socket.send(true, R"({"type":"ready","call_id":"id7"})");
        socket.send(false, std::string("\1\0\0\0\0\0\0\0\1\1\1\1", 12));
      } else if (leaves) {
        socket.close(WebSocketClose::normal, "");
      }
    }
  }
  // Runs a call whose listener hangs up, or is hung up on, after its first slot with sound.
  LineEnd call() {
    auto work = [](Clock& clock, const CallPlan& wanted, Heard& ear_of_all, bool hangs_up) -> Task<LineEnd> {
      auto line = create_web_socket_line(clock, wanted);
      auto home = co_await asio::this_coro::executor;
      TaskGroup group(home);
      auto ticking = [](Clock& time, CallerLine& ticked, Heard& ear, bool leaves_first) -> Task<void> {
        const std::array<std::int16_t, kSlotSamples> silence{};
        for (;;) {
          co_await time.sleep_until(time.now() + std::chrono::milliseconds{5});
          ticked.tick();
          if (ear.samples == 0) continue;
          if (leaves_first) ticked.hang_up();
          ticked.send(silence);
        }
      };
      group.start(ticking(clock, *line, ear_of_all, hangs_up));
      auto end = co_await line->run(ear_of_all);
      group.stop();
      co_await group.join();
      co_return end;
    };
    return room.run(work(served.clock(), plan, heard, !leaves));
  }

  bool leaves = false;
  test::SocketRoom room;
  test::ServedHttp served;
  CallPlan plan;
  Heard heard;
};

TEST_F(WebSocketLineTest, CallsAsACarrierAndHangsUp) {
  plan.target.transport = CallerTransport::twilio;
  plan.target.path = "/v1/twilio/media";
  EXPECT_EQ(call().outcome, CallOutcome::local);
  EXPECT_TRUE(heard.answered);
  EXPECT_EQ(heard.samples, 3U);
}

TEST_F(WebSocketLineTest, CallsAsABrowserAndIsHungUpOn) {
  plan.target.transport = CallerTransport::browser;
  plan.target.path = "/v1/browser";
  leaves = true;
  EXPECT_EQ(call().outcome, CallOutcome::remote);
  EXPECT_EQ(heard.call_id, "id7");
  EXPECT_EQ(heard.samples, 2U);
}

TEST_F(WebSocketLineTest, TellsTheStatusThatItWasRefusedWith) {
  plan.target.transport = CallerTransport::twilio;
  plan.target.path = "/refused";
  const auto end = call();
  EXPECT_EQ(end.outcome, CallOutcome::failed);
  EXPECT_EQ(end.status, 403);
  EXPECT_NE(end.problem.find("signature"), std::string::npos);
}

}  // namespace
}  // namespace parley::peer
