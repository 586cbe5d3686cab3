// SPDX-License-Identifier: Apache-2.0
// A TCP client that sends exactly the bytes it is told to, for servers on loopback. Reads give up after 5 s.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace parley::test {

class RawClient {
 public:
  // `receive_buffer` in bytes makes the kernel hold less for a client that does not read; 0: as it likes.
  explicit RawClient(std::uint16_t port, int receive_buffer = 0) : number_(::socket(AF_INET, SOCK_STREAM, 0)) {
    if (receive_buffer > 0) ::setsockopt(number_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    timeval limit{5, 0};
    ::setsockopt(number_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    ::setsockopt(number_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    connected_ = ::connect(number_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;
  ~RawClient() { ::close(number_); }

  bool connected() const { return connected_; }

  bool send(std::string_view text) {
    while (!text.empty()) {
      const auto sent = ::send(number_, text.data(), text.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      text.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  void end_sending() { ::shutdown(number_, SHUT_WR); }

  // Head and body of one response with Content-Length (no body when `head_only`); empty when the server closed first.
  std::string response(bool head_only = false) {
    while (buffered_.find("\r\n\r\n") == std::string::npos) {
      if (!receive()) return {};
    }
    const auto head_end = buffered_.find("\r\n\r\n") + 4;
    std::size_t length = 0;
    const auto field = buffered_.find("Content-Length: ");
    if (!head_only && field < head_end) length = std::stoul(buffered_.substr(field + 16));
    while (buffered_.size() < head_end + length) {
      if (!receive()) return {};
    }
    std::string text = buffered_.substr(0, head_end + length);
    buffered_.erase(0, head_end + length);
    return text;
  }
  // Everything until the server closes; `closed` tells whether it did.
  std::string rest() {
    while (receive()) {
    }
    return std::move(buffered_);
  }
  bool closed() const { return closed_; }

 private:
  bool receive() {
    char piece[65536];
    const auto length = ::recv(number_, piece, sizeof piece, 0);
    if (length == 0) closed_ = true;
    if (length <= 0) return false;
    buffered_.append(piece, static_cast<std::size_t>(length));
    return true;
  }

  int number_;
  bool connected_ = false;
  bool closed_ = false;
  std::string buffered_;
};

}  // namespace parley::test
