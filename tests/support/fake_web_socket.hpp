// SPDX-License-Identifier: Apache-2.0
// A WebSocket without a wire: the test is the other side.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "parley/async/queues.hpp"
#include "parley/net/web_socket.hpp"

namespace parley::test {

// The other side; outlives the socket.
struct SocketPeer {
  std::vector<std::string> received;                             // what was sent to it
  std::deque<WebSocketMessage> sent;                             // not yet received by the socket
  std::optional<std::pair<WebSocketClose, std::string>> closed;  // by the socket
  bool gone = false;                                             // the peer closed
  bool destroyed = false;                                        // the socket is no more
  detail::Wakeup* changed = nullptr;

  void say(std::string text) { say(WebSocketMessage(true, std::move(text))); }
  void say(WebSocketMessage message) {
    sent.push_back(std::move(message));
    if (changed) changed->wake();
  }
  void leave() {
    gone = true;
    if (changed) changed->wake();
  }
};

class FakeWebSocket final : public WebSocket {
 public:
  FakeWebSocket(SocketPeer& peer, const Executor& home) : peer_(peer), changed_(home) { peer_.changed = &changed_; }
  ~FakeWebSocket() override {
    peer_.changed = nullptr;
    peer_.destroyed = true;
  }

  Task<Result<WebSocketMessage>> receive() override {
    while (peer_.sent.empty() && open()) co_await changed_.wait();
    if (peer_.closed) co_return Error{Fault::closed, "closed with " + peer_.closed->second};
    if (peer_.sent.empty()) co_return Error{Fault::closed, "closed by the other side with 1000"};
    WebSocketMessage message = std::move(peer_.sent.front());
    peer_.sent.pop_front();
    co_return message;
  }
  bool send(bool, std::string_view data) override {
    if (!open()) return false;
    peer_.received.emplace_back(data);
    return true;
  }
  void close(WebSocketClose code, std::string_view reason) override {
    if (!open()) return;
    peer_.closed.emplace(code, std::string(reason));
    changed_.wake();
  }
  bool open() const override { return !peer_.gone && !peer_.closed; }
  std::size_t waiting_bytes() const override { return 0; }

 private:
  SocketPeer& peer_;
  detail::Wakeup changed_;
};

}  // namespace parley::test
