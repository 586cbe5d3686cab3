// SPDX-License-Identifier: Apache-2.0
// A bad network in user space: UDP between a caller and a server, both ways with loss, jitter and reordering.
#pragma once

#include <array>
#include <boost/asio/ip/udp.hpp>
#include <optional>
#include <random>

#include "parley/async/clock.hpp"
#include "parley/async/task_group.hpp"
#include "parley/core/result.hpp"
#include "parley/peer/impairment.hpp"

namespace parley::peer {

class UdpProxy {
 public:
  using Endpoint = asio::ip::udp::endpoint;

  UdpProxy(Executor home, Clock& clock, Impairment impairment);
  // Both sockets on `host`; the server's side has an even port.
  Result<void> open(const std::string& host);
  // What the server is told as the caller's address, and where the caller sends to.
  std::uint16_t server_side() const { return to_server_.local_endpoint().port(); }
  Endpoint caller_side() const { return to_caller_.local_endpoint(); }
  void aim(Endpoint server) { server_ = std::move(server); }

  // Until it is cancelled or closed. The caller is known by its first packet, or by expect().
  Task<void> run();
  void expect(Endpoint caller) { caller_ = std::move(caller); }
  void close();
  std::uint64_t dropped() const { return dropped_; }
  std::uint64_t passed() const { return passed_; }

 private:
  using Socket = asio::ip::udp::socket;
  struct Packet {
    std::array<std::uint8_t, 2048> bytes;
    std::size_t size = 0;
  };

  Task<void> pump(Socket& from, Socket& to, bool towards_server);
  Task<void> pass(Packet packet, Socket& to, Endpoint where, Instant when);

  Clock& clock_;
  Impairment impairment_;
  Socket to_server_;
  Socket to_caller_;
  TaskGroup packets_;
  std::mt19937 chance_;
  std::optional<Endpoint> server_;
  std::optional<Endpoint> caller_;
  std::uint64_t dropped_ = 0;
  std::uint64_t passed_ = 0;
};

}  // namespace parley::peer
