// SPDX-License-Identifier: Apache-2.0
#include "parley/transports/rtp_ports.hpp"

#include <netinet/in.h>
#include <sys/socket.h>

#include <optional>

#include "rtp_port_open.hpp"

namespace parley {
namespace {

using Udp = asio::ip::udp;

// RFC 4594: expedited forwarding, code point 46 in the upper six bits.
constexpr int kExpeditedForwarding = 46 << 2;
constexpr std::size_t kSystemChooses = 32767;

std::optional<Udp::socket> bound_socket(const Executor& home, const asio::ip::address& address, std::uint16_t port) {
  const Udp::endpoint endpoint(address, port);
  boost::system::error_code error;
  Udp::socket socket(home);
  socket.open(endpoint.protocol(), error);
  if (!error) socket.bind(endpoint, error);
  if (!error) socket.non_blocking(true, error);
  if (error) return std::nullopt;
  // Marking is a request to the network; a host that refuses it still carries the call.
  const bool six = address.is_v6();
  ::setsockopt(socket.native_handle(), six ? IPPROTO_IPV6 : IPPROTO_IP, six ? IPV6_TCLASS : IP_TOS,
               &kExpeditedForwarding, sizeof(kExpeditedForwarding));
  return socket;
}

}  // namespace

RtpPort::Open::~Open() {
  boost::system::error_code ignored;
  socket.close(ignored);
  const std::lock_guard guard(pool->lock);
  if (pool->size != 0) pool->free.push_back(number);
}

RtpPort::RtpPort() noexcept = default;
RtpPort::RtpPort(std::unique_ptr<Open> open) noexcept : open_(std::move(open)) {}
RtpPort::RtpPort(RtpPort&&) noexcept = default;
RtpPort& RtpPort::operator=(RtpPort&&) noexcept = default;
RtpPort::~RtpPort() = default;

std::uint16_t RtpPort::number() const { return open_ ? open_->number : std::uint16_t{0}; }

RtpPorts::RtpPorts(std::string bind, std::uint16_t first, std::uint16_t last) : pool_(std::make_shared<Pool>()) {
  pool_->bind = std::move(bind);
  if (first == 0) return;
  // Even numbers whose odd neighbour is in the range too (RTCP).
  for (std::uint32_t port = first + first % 2U; port < last; port += 2)
    pool_->free.push_back(static_cast<std::uint16_t>(port));
  pool_->size = pool_->free.size();
}

RtpPorts::~RtpPorts() = default;

Result<RtpPort> RtpPorts::take(Executor home) {
  boost::system::error_code error;
  const auto address = asio::ip::make_address(pool_->bind, error);
  if (error) return Error{Fault::invalid_input, "RTP: \"" + pool_->bind + "\" is no numeric address"};
  if (pool_->size == 0) {
    auto socket = bound_socket(home, address, 0);
    if (!socket) return Error{Fault::unavailable, "RTP: cannot open a UDP socket on " + pool_->bind};
    const std::uint16_t number = socket->local_endpoint(error).port();
    return RtpPort(std::make_unique<RtpPort::Open>(std::move(*socket), number, pool_));
  }

  const std::lock_guard guard(pool_->lock);
  for (std::size_t tried = pool_->free.size(); tried > 0; --tried) {
    const std::uint16_t number = pool_->free.front();
    pool_->free.pop_front();
    if (auto socket = bound_socket(home, address, number))
      return RtpPort(std::make_unique<RtpPort::Open>(std::move(*socket), number, pool_));
    pool_->free.push_back(number);  // another program has it for now
  }
  return Error{Fault::exhausted,
               "RTP: all " + std::to_string(pool_->size) + " ports on " + pool_->bind + " are in use; widen rtp.ports"};
}

std::size_t RtpPorts::free() const {
  const std::lock_guard guard(pool_->lock);
  return pool_->size == 0 ? kSystemChooses : pool_->free.size();
}

std::size_t RtpPorts::size() const { return pool_->size; }

}  // namespace parley
