// SPDX-License-Identifier: Apache-2.0
#include "free_ports.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/udp.hpp>
#include <random>

#include "parley/async/task.hpp"

namespace parley::commands {
namespace {

// The port that was bound; nullopt when it is taken.
template <class Protocol>
std::optional<std::uint16_t> bound(std::uint16_t port) {
  asio::io_context loop;
  boost::system::error_code failed;
  typename Protocol::socket socket(loop);
  socket.open(Protocol::v4(), failed);
  if (!failed) socket.bind({asio::ip::address_v4::loopback(), port}, failed);
  if (failed) return std::nullopt;
  return socket.local_endpoint().port();
}

}  // namespace

std::optional<std::uint16_t> free_port() {
  for (int attempt = 0; attempt < 32; ++attempt) {
    const auto port = bound<asio::ip::udp>(0);
    if (port && bound<asio::ip::tcp>(*port)) return port;
  }
  return std::nullopt;
}

std::optional<std::uint16_t> free_port_block(std::uint16_t count) {
  constexpr std::uint16_t kFirst = 12000;  // beyond the range that a server of the shipped settings takes
  constexpr std::uint16_t kLast = 32000;   // the ephemeral range begins at 32768
  std::random_device dice;
  for (int attempt = 0; attempt < 64; ++attempt) {
    const auto first = static_cast<std::uint16_t>((kFirst + dice() % (kLast - kFirst - count)) & ~1U);
    std::uint16_t clear = 0;
    while (clear < count && bound<asio::ip::udp>(static_cast<std::uint16_t>(first + clear))) ++clear;
    if (clear == count) return first;
  }
  return std::nullopt;
}

}  // namespace parley::commands
