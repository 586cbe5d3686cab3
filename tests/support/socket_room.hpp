// SPDX-License-Identifier: Apache-2.0
// A loop on a thread of its own where sockets of a server under test live, and a client's coroutine beside it.
#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_future.hpp>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <utility>

#include "parley/async/event_loops.hpp"
#include "parley/net/web_socket_client.hpp"

namespace parley::test {

// Sockets that a gate let in, each served by `serve` on the room's loop.
class SocketRoom {
 public:
  using Serve = std::function<Task<void>(WebSocket&)>;

  explicit SocketRoom(Serve serve) : serve_(std::move(serve)) {}
  ~SocketRoom() { finish(); }

  // Waits for what happens on the loop; before the clock that its sockets were given goes away.
  void finish() { loop_.join(); }

  Executor home() { return loop_.executor(); }
  WebSocketVerdict verdict(WebSocketLimits limits = {}) {
    WebSocketVerdict verdict;
    verdict.home = home();
    verdict.limits = limits;
    verdict.adopt = [this](std::unique_ptr<WebSocket> socket) {
      auto* kept = sockets_.emplace_back(std::move(socket)).get();
      asio::co_spawn(loop_.executor(), serve_(*kept), [](std::exception_ptr) {});
    };
    return verdict;
  }
  // Runs `work` on the loop and waits for its value.
  template <class T>
  T run(Task<T> work) {
    return asio::co_spawn(loop_.executor(), std::move(work), asio::use_future).get();
  }

 private:
  Serve serve_;
  EventLoop loop_{"sockets", Scheduling::normal};
  std::deque<std::unique_ptr<WebSocket>> sockets_;
};

}  // namespace parley::test
