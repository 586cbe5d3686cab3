// SPDX-License-Identifier: Apache-2.0
#include "parley/net/web_socket.hpp"

#include <gtest/gtest.h>

#include <future>
#include <vector>

#include "support/raw_client.hpp"
#include "support/served_http.hpp"
#include "support/socket_room.hpp"

namespace parley {
namespace {

using namespace std::chrono_literals;
using test::RawClient;
using test::ServedHttp;
using test::SocketRoom;

constexpr const char* kKey = "dGhlIHNhbXBsZSBub25jZQ==";

std::string upgrade(const std::string& path = "/ws", const std::string& more = "") {
  return "GET " + path + " HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
         "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + kKey + "\r\n" + more + "\r\n";
}

// A masked client's frame; the mask is zero, which leaves the bytes readable.
std::string frame(unsigned first_byte, const std::string& payload) {
  std::string bytes(1, static_cast<char>(first_byte));
  if (payload.size() < 126) {
    bytes += static_cast<char>(0x80 | payload.size());
  } else {
    bytes += static_cast<char>(0x80 | 126);
    bytes += static_cast<char>(payload.size() >> 8);
    bytes += static_cast<char>(payload.size() & 0xFF);
  }
  return bytes + std::string(4, '\0') + payload;
}
std::string text(const std::string& payload) { return frame(0x81, payload); }

// Sends back what it hears until the socket is over, then says why to `over`.
class Echo {
 public:
  explicit Echo(WebSocketLimits limits = {})
      : room_([this](WebSocket& socket) { return echo(socket); }), served_(routes(limits)) {}

  ~Echo() {
    served_.server().stop();
    room_.finish();
  }

  std::uint16_t port() const { return served_.port(); }
  std::string why() { return over_.get_future().get(); }
  ServedHttp& served() { return served_; }
  SocketRoom& room() { return room_; }
  std::string url() const { return "ws://127.0.0.1:" + std::to_string(port()) + "/ws"; }

 private:
  HttpRoutes routes(WebSocketLimits limits) {
    HttpRoutes routes;
    routes.add_upgrade("/ws", [this, limits](const HttpRequest&) { return room_.verdict(limits); });
    routes.add_upgrade("/no", [](const HttpRequest&) {
      WebSocketVerdict verdict;
      verdict.refusal = HttpResponse(403, "text/plain", "not you");
      return verdict;
    });
    return routes;
  }
  Task<void> echo(WebSocket& socket) {
    while (true) {
      auto message = co_await socket.receive();
      if (!message) {
        over_.set_value(message.error().message);
        co_return;
      }
      if (message->data == "close") {
        socket.close(WebSocketClose::normal, "as you wish");
      } else if (message->data == "flood") {
        const std::string much(1000, 'x');
        while (socket.send(true, much)) {
        }
      } else {
        socket.send(message->text, message->data);
      }
    }
  }

  std::promise<std::string> over_;
  SocketRoom room_;
  ServedHttp served_;
};

TEST(WebSocket, ShakesHandsAndEchoes) {
  Echo echo;
  RawClient client(echo.port());
  client.send(upgrade());
  const auto head = client.response(true);
  EXPECT_TRUE(head.starts_with("HTTP/1.1 101 ")) << head;
  EXPECT_NE(head.find("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="), std::string::npos) << "the key's answer (RFC 6455 §1.3)";
  EXPECT_EQ(head.find("permessage-deflate"), std::string::npos);
  client.send(text("hello") + frame(0x88, std::string("\x03\xe8", 2)));
  EXPECT_EQ(client.rest(), std::string("\x81\x05hello") + std::string("\x88\x02\x03\xe8", 4));
  EXPECT_EQ(echo.why(), "closed by the other side with 1000");
}

TEST(WebSocket, FramesThatFollowTheRequestAtOnceAreNotLost) {
  Echo echo;
  RawClient client(echo.port());
  client.send(upgrade() + text("early") + frame(0x88, std::string("\x03\xe8", 2)));
  EXPECT_TRUE(client.response(true).starts_with("HTTP/1.1 101 "));
  EXPECT_TRUE(
      client.rest().starts_with("\x81\x05"
                                "early"));
}

TEST(WebSocket, ARequestThatIsNoUpgradeIsToldWhatIsSpokenHere) {
  Echo echo;
  RawClient client(echo.port());
  client.send("GET /ws HTTP/1.1\r\nHost: x\r\n\r\n");
  const auto plain = client.response();
  EXPECT_TRUE(plain.starts_with("HTTP/1.1 426 ")) << plain;
  EXPECT_NE(plain.find("Upgrade: websocket"), std::string::npos);
  client.send("POST /ws HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
  EXPECT_TRUE(client.response().starts_with("HTTP/1.1 405 "));
  client.send(upgrade("/no"));
  const auto refused = client.response();
  EXPECT_TRUE(refused.starts_with("HTTP/1.1 403 ")) << refused;
  EXPECT_TRUE(refused.ends_with("not you"));
  client.send(upgrade("/elsewhere"));
  EXPECT_TRUE(client.response().starts_with("HTTP/1.1 404 "));
}

TEST(WebSocket, AMessageThatIsTooLongClosesWith1009) {
  WebSocketLimits limits;
  limits.message_bytes = 100;
  limits.closing = 20ms;
  Echo echo(limits);
  RawClient client(echo.port());
  client.send(upgrade() + text(std::string(101, 'x')));
  client.response(true);
  EXPECT_TRUE(client.rest().starts_with(std::string("\x88"))) << "nothing but a close frame";
  EXPECT_NE(echo.why().find("1009"), std::string::npos);
}

TEST(WebSocket, AFloodClosesWith1008AndTheOwnerLearnsWhy) {
  WebSocketLimits limits;
  limits.messages_per_second = 10;
  limits.closing = 50ms;
  Echo echo(limits);
  RawClient client(echo.port());
  std::string flood = upgrade();
  client.send(flood);
  client.response(true);
  flood.clear();
  for (int i = 0; i < 30; ++i) flood += text("x");
  client.send(flood);
  const auto heard = client.rest();
  EXPECT_NE(heard.find("sends too fast"), std::string::npos);
  EXPECT_EQ(echo.why(), "closed with 1008 (sends too fast)");
}

TEST(WebSocket, AFloodOfPingsIsAFlood) {
  WebSocketLimits limits;
  limits.messages_per_second = 10;
  limits.closing = 50ms;
  Echo echo(limits);
  RawClient client(echo.port());
  client.send(upgrade());
  client.response(true);
  std::string flood;
  for (int i = 0; i < 40; ++i) flood += frame(0x89, "");
  client.send(flood);
  EXPECT_EQ(echo.why(), "closed with 1008 (sends too fast)");
}

TEST(WebSocket, AReaderThatDoesNotReadIsCutOff) {
  WebSocketLimits limits;
  limits.waiting_bytes = 100'000;
  limits.closing = 50ms;
  Echo echo(limits);
  RawClient client(echo.port(), 4096);
  client.send(upgrade() + text("flood"));
  EXPECT_EQ(echo.why(), "closed with 1008 (reads too slowly)");
}

TEST(WebSocket, WhoAnswersNoPingIsDropped) {
  WebSocketLimits limits;
  limits.idle = 100ms;
  limits.closing = 20ms;
  Echo echo(limits);
  RawClient client(echo.port());
  client.send(upgrade());
  EXPECT_TRUE(client.response(true).starts_with("HTTP/1.1 101 "));
  EXPECT_EQ(client.rest(), std::string("\x89\x00", 2)) << "one ping, then the end";
  EXPECT_EQ(echo.why(), "no answer to a ping");
}

TEST(WebSocket, WhoNeverAnswersTheCloseIsDropped) {
  WebSocketLimits limits;
  limits.closing = 20ms;
  Echo echo(limits);
  RawClient client(echo.port());
  client.send(upgrade() + text("close"));
  client.response(true);
  const auto heard = client.rest();
  EXPECT_NE(heard.find("as you wish"), std::string::npos);
  EXPECT_TRUE(client.closed());
  EXPECT_EQ(echo.why(), "closed with 1000 (as you wish)");
}

TEST(WebSocket, BrokenProtocolEndsIt) {
  WebSocketLimits limits;
  limits.closing = 20ms;
  const std::vector<std::string> broken = {
      std::string("\x81\x01x", 3),                                          // not masked
      frame(0xF1, "x"),                                                     // reserved bits
      frame(0x83, "x"),                                                     // unknown kind
      frame(0x81, "\xff\xfe"),                                              // no UTF-8
      frame(0x80, "x"),                                                     // continues nothing
      frame(0x89, std::string(126, 'x')),                                   // long ping
      std::string("\x81\xff\x7f\xff\xff\xff\xff\xff\xff\xff\0\0\0\0", 14),  // 2^63 bytes to come
  };
  for (std::size_t i = 0; i < broken.size(); ++i) {
    Echo echo(limits);
    RawClient client(echo.port());
    client.send(upgrade());
    client.response(true);
    client.send(broken[i]);
    client.rest();
    EXPECT_TRUE(client.closed()) << i;
    EXPECT_FALSE(echo.why().empty()) << i;
  }
}

TEST(WebSocket, TheServerEndsWithoutWaitingForSocketsThatMovedAway) {
  WebSocketLimits limits;
  limits.closing = 20ms;
  Echo echo(limits);
  RawClient client(echo.port());
  client.send(upgrade());
  client.response(true);
  echo.served().server().stop();
  client.send(text("still here"));
  client.send(text("close"));
  EXPECT_NE(client.rest().find("still here"), std::string::npos);
}

// ---- the client

Task<std::string> ask(Clock& clock, std::string url, std::string what) {
  WebSocketCall call(std::move(url), clock.now() + 5s);
  auto socket = co_await connect_web_socket(std::move(call), clock);
  if (!socket) co_return socket.error().message;
  (*socket)->send(true, what);
  auto answer = co_await (*socket)->receive();
  if (!answer) co_return answer.error().message;
  std::string heard = std::move(answer->data);
  (*socket)->close(WebSocketClose::normal, "thanks");
  auto last = co_await (*socket)->receive();
  co_return heard + "; " + last.error().message;
}

TEST(WebSocketClient, TalksToTheServer) {
  Echo echo;
  EXPECT_EQ(echo.room().run(ask(echo.served().clock(), echo.url(), std::string(20000, 'y'))),
            std::string(20000, 'y') + "; closed with 1000 (thanks)");
}

TEST(WebSocketClient, TellsTheStatusOfARefusal) {
  Echo echo;
  const auto url = "ws://127.0.0.1:" + std::to_string(echo.port()) + "/no";
  EXPECT_EQ(echo.room().run(ask(echo.served().clock(), url, "x")), url + " answered 403 not you");
  EXPECT_NE(echo.room().run(ask(echo.served().clock(), "http://x", "x")).find("ws://"), std::string::npos);
}

}  // namespace
}  // namespace parley
