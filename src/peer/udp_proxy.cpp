// SPDX-License-Identifier: Apache-2.0
#include "udp_proxy.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

namespace parley::peer {

using ErrorCode = boost::system::error_code;

UdpProxy::UdpProxy(Executor home, Clock& clock, Impairment impairment)
    : clock_(clock),
      impairment_(impairment),
      to_server_(home),
      to_caller_(home),
      packets_(home),
      chance_(impairment.seed) {}

Result<void> UdpProxy::open(const std::string& host) {
  ErrorCode failed;
  const auto address = asio::ip::make_address(host, failed);
  const Endpoint any(address, 0);
  for (int attempt = 0; attempt < 16 && !failed; ++attempt) {
    if (to_server_.is_open()) to_server_.close(failed);
    to_server_.open(any.protocol(), failed);
    if (!failed) to_server_.bind(any, failed);
    if (!failed && to_server_.local_endpoint().port() % 2 == 0) break;  // RTP wants an even port (RFC 3550 §11)
  }
  if (!failed) to_caller_.open(any.protocol(), failed);
  if (!failed) to_caller_.bind(any, failed);
  if (failed) return Error{Fault::exhausted, "no port for the UDP proxy: " + failed.message()};
  return {};
}

void UdpProxy::close() {
  ErrorCode ignored;
  to_server_.close(ignored);
  to_caller_.close(ignored);
}

Task<void> UdpProxy::run() {
  packets_.start(pump(to_caller_, to_server_, true));
  packets_.start(pump(to_server_, to_caller_, false));
  co_await packets_.join();
}

Task<void> UdpProxy::pump(Socket& from, Socket& to, bool towards_server) {
  Packet packet;
  while (from.is_open()) {
    Endpoint sender;
    ErrorCode failed;
    packet.size = co_await from.async_receive_from(asio::buffer(packet.bytes), sender,
                                                   asio::redirect_error(asio::use_awaitable, failed));
    if (failed == asio::error::operation_aborted || !from.is_open()) co_return;
    if (failed) continue;  // an ICMP error of what was sent
    if (towards_server) caller_ = sender;
    const auto& where = towards_server ? server_ : caller_;
    const bool lost = std::uniform_real_distribution<>(0, 1)(chance_) < impairment_.loss;
    if (lost || !where) {
      ++dropped_;
      continue;
    }
    const auto most = std::chrono::duration_cast<std::chrono::microseconds>(impairment_.jitter).count();
    const std::chrono::microseconds held(std::uniform_int_distribution<std::int64_t>(0, most)(chance_));
    packets_.start(pass(packet, to, *where, clock_.now() + held));
  }
}

Task<void> UdpProxy::pass(Packet packet, Socket& to, Endpoint where, Instant when) {
  co_await clock_.sleep_until(when);
  ErrorCode failed;
  if (to.is_open()) to.send_to(asio::buffer(packet.bytes.data(), packet.size), where, 0, failed);
  if (!failed) ++passed_;
}

}  // namespace parley::peer
