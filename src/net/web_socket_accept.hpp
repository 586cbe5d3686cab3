// SPDX-License-Identifier: Apache-2.0
// The rest of a WebSocket's handshake, on the executor that the socket is to live on.
#pragma once

#include <string>
#include <utility>

#include "parley/async/clock.hpp"
#include "parley/net/web_socket.hpp"

namespace parley {

// A connected TCP socket between two event loops; closes it unless taken.
class LooseSocket {
 public:
  LooseSocket(int number, bool version_6) : number_(number), version_6_(version_6) {}
  LooseSocket(LooseSocket&& other) noexcept : number_(std::exchange(other.number_, -1)), version_6_(other.version_6_) {}
  LooseSocket& operator=(LooseSocket&&) = delete;
  LooseSocket(const LooseSocket&) = delete;
  ~LooseSocket();

  int take() { return std::exchange(number_, -1); }
  bool version_6() const { return version_6_; }

 private:
  int number_;
  bool version_6_;
};

struct WebSocketHandshake {
  WebSocketHandshake() = default;

  std::string key;           // as the client sent it, checked
  std::string already_read;  // behind the request's head
  std::string request_id;
};

// More than this behind the head, before we agreed to anything, is no client of ours.
constexpr std::size_t kMostReadAhead = 1024;

// To be called on verdict.home, which is where verdict.adopt is called when the handshake is done.
void accept_web_socket(LooseSocket socket, WebSocketHandshake handshake, WebSocketVerdict verdict, Clock& clock);

}  // namespace parley
