// SPDX-License-Identifier: Apache-2.0
// What is inside an RtpPort: the socket, and the place that its number goes back to.
#pragma once

#include <boost/asio/ip/udp.hpp>
#include <deque>
#include <mutex>
#include <string>

#include "parley/transports/rtp_ports.hpp"

namespace parley {

struct RtpPorts::Pool {
  std::string bind;
  std::mutex lock;
  std::deque<std::uint16_t> free;  // the number that rested longest is the next to go
  std::size_t size = 0;            // 0: the system chooses
};

struct RtpPort::Open {
  Open(asio::ip::udp::socket bound, std::uint16_t port, std::shared_ptr<RtpPorts::Pool> home)
      : socket(std::move(bound)), number(port), pool(std::move(home)) {}
  ~Open();

  asio::ip::udp::socket socket;
  std::uint16_t number;
  std::shared_ptr<RtpPorts::Pool> pool;  // shared as said at RtpPorts::pool_
};

}  // namespace parley
