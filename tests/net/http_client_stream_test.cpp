// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "parley/net/http_client.hpp"
#include "support/loop_thread.hpp"
#include "support/scripted_http.hpp"

namespace parley {
namespace {

using namespace test;

struct Heard {
  unsigned status = 0;
  std::vector<std::string> pieces;
  std::optional<Error> error;

  std::string whole() const {
    std::string all;
    for (const auto& piece : pieces) all += piece;
    return all;
  }
};

class HttpClientStreamTest : public ::testing::Test {
 protected:
  Heard hear(const std::string& url, std::chrono::milliseconds limit = 5s, std::size_t body_limit = 1 << 20) {
    HttpClientCall call("POST", url, clock_->now() + limit);
    call.body = "{}";
    call.body_limit = body_limit;
    return loop_.run(follow(std::move(call)));
  }
  Task<Heard> follow(HttpClientCall call) {
    Heard heard;
    const auto deadline = call.deadline;
    const auto stream = co_await client_.open(std::move(call));
    if (!stream) {
      heard.error = stream.error();
      co_return heard;
    }
    heard.status = (*stream)->status();
    for (;;) {
      auto piece = co_await (*stream)->read(deadline);
      if (!piece) heard.error = piece.error();
      if (!piece || !*piece) co_return heard;
      heard.pieces.push_back(**piece);
    }
  }

  std::unique_ptr<Clock> clock_ = create_system_clock();
  HttpClient client_{*clock_};
  LoopThread loop_;
};

std::string chunked() { return ScriptedHttp::head(200, "Transfer-Encoding: chunked\r\n"); }

TEST_F(HttpClientStreamTest, GivesChunksUntilTheLast) {
  ScriptedHttp peer({{{chunked(), ScriptedHttp::chunk("one "), ScriptedHttp::chunk("two"), "0\r\n\r\n"}}});
  const auto heard = hear(peer.url("/x"));
  EXPECT_FALSE(heard.error) << heard.error->message;
  EXPECT_EQ(heard.status, 200U);
  EXPECT_EQ(heard.whole(), "one two");
  EXPECT_NE(peer.asked().at(0).find("POST /x HTTP/1.1\r\n"), std::string::npos);
}

TEST_F(HttpClientStreamTest, GivesABodyOfKnownLengthAndOneThatEndsWithTheConnection) {
  const std::string body(50'000, 'b');
  ScriptedHttp peer({{{ScriptedHttp::head(500, "Content-Length: 50000\r\n") + body}},
                     {{ScriptedHttp::head(200, "Connection: close\r\n") + "until the end"}},
                     {{ScriptedHttp::head(204, "")}}});
  const auto sized = hear(peer.url("/"));
  EXPECT_EQ(sized.status, 500U);
  EXPECT_EQ(sized.whole(), body);
  EXPECT_EQ(hear(peer.url("/")).whole(), "until the end");
  const auto empty = hear(peer.url("/"));
  EXPECT_FALSE(empty.error);
  EXPECT_TRUE(empty.pieces.empty());
}

TEST_F(HttpClientStreamTest, SaysWhenItWasCut) {
  ScriptedHttp peer({{{chunked(), ScriptedHttp::chunk("half")}}, {{"HTTP/1.1 200"}}});
  const auto cut = hear(peer.url("/"));
  EXPECT_EQ(cut.whole(), "half");
  ASSERT_TRUE(cut.error);
  EXPECT_EQ(cut.error->fault, Fault::unavailable);
  EXPECT_EQ(hear(peer.url("/")).error->fault, Fault::unavailable);
}

TEST_F(HttpClientStreamTest, AServerThatStopsInTheMiddleTimesOut) {
  ScriptedHttp peer({{{chunked(), ScriptedHttp::chunk("half")}, true}});
  const auto late = hear(peer.url("/"), 100ms);
  EXPECT_EQ(late.whole(), "half");
  ASSERT_TRUE(late.error);
  EXPECT_EQ(late.error->fault, Fault::timed_out);
  EXPECT_TRUE(peer.closed_by_client());
}

TEST_F(HttpClientStreamTest, ReadsNoMoreThanTheLimit) {
  ScriptedHttp peer({{{ScriptedHttp::head(200, "Connection: close\r\n") + std::string(5000, 'x')}}});
  const auto heard = hear(peer.url("/"), 5s, 100);
  ASSERT_TRUE(heard.error);
  EXPECT_EQ(heard.error->fault, Fault::exhausted);
}

TEST_F(HttpClientStreamTest, DroppingItClosesTheConnection) {
  ScriptedHttp peer({{{chunked(), ScriptedHttp::chunk("half")}, true}});
  auto drop = [](HttpClient& client, HttpClientCall call) -> Task<unsigned> {
    const auto stream = co_await client.open(std::move(call));
    co_return stream ? (*stream)->status() : 0;
  };
  HttpClientCall call("POST", peer.url("/"), clock_->now() + 5s);
  EXPECT_EQ(loop_.run(drop(client_, std::move(call))), 200U);
  EXPECT_TRUE(peer.closed_by_client());
}

}  // namespace
}  // namespace parley
