// SPDX-License-Identifier: Apache-2.0
#include "sip_wire.hpp"

#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace parley::peer {
namespace {

using asio::ip::tcp;
using asio::ip::udp;
using boost::system::error_code;

class UdpWire final : public SipWire {
 public:
  explicit UdpWire(udp::socket socket) : socket_(std::move(socket)), local_(socket_.local_endpoint()) {}

  void send(std::string text) override {
    error_code ignored;  // lost like any datagram: the transaction repeats it
    socket_.send(asio::buffer(text), 0, ignored);
  }
  Task<Result<SipMessage>> receive() override {
    error_code failed;
    const auto size =
        co_await socket_.async_receive(asio::buffer(datagram_), asio::redirect_error(asio::use_awaitable, failed));
    if (failed == asio::error::connection_refused) {
      co_return Error{Fault::unavailable, "nothing listens for SIP there: is the server running and the port right?"};
    }
    if (failed) co_return Error{Fault::closed, "SIP socket: " + failed.message()};
    co_return parse_sip(std::string_view(datagram_.data(), size));
  }
  std::string local_host() const override { return local_.address().to_string(); }
  std::uint16_t local_port() const override { return local_.port(); }
  void close() override {
    error_code ignored;
    socket_.close(ignored);
  }

 private:
  udp::socket socket_;
  udp::endpoint local_;
  std::array<char, 65536> datagram_;
};

class TcpWire final : public SipWire {
 public:
  explicit TcpWire(tcp::socket socket) : socket_(std::move(socket)), local_(socket_.local_endpoint()) {
    socket_.non_blocking(true);
  }

  // A call says a few kilobytes in all; a socket buffer that cannot take them is a connection that is dead.
  void send(std::string text) override {
    error_code failed;
    asio::write(socket_, asio::buffer(text), failed);
  }
  Task<Result<SipMessage>> receive() override {
    for (;;) {
      if (auto message = stream_.next()) {
        if (*message) co_return std::move(**message);
        co_return Error{Fault::closed, message->error().message};
      }
      error_code failed;
      const auto size =
          co_await socket_.async_read_some(asio::buffer(bytes_), asio::redirect_error(asio::use_awaitable, failed));
      if (failed) co_return Error{Fault::closed, "the server closed the SIP connection: " + failed.message()};
      stream_.feed(std::string_view(bytes_.data(), size));
    }
  }
  std::string local_host() const override { return local_.address().to_string(); }
  std::uint16_t local_port() const override { return local_.port(); }
  void close() override {
    error_code ignored;
    socket_.close(ignored);
  }

 private:
  tcp::socket socket_;
  tcp::endpoint local_;
  SipStream stream_;
  std::array<char, 8192> bytes_;
};

Error unreachable(const std::string& host, std::uint16_t port, const error_code& why) {
  return Error{Fault::unavailable, "cannot reach " + host + ":" + std::to_string(port) + ": " + why.message()};
}

}  // namespace

Task<Result<std::unique_ptr<SipWire>>> open_sip_wire(std::string host, std::uint16_t port, bool tcp_wanted) {
  auto home = co_await asio::this_coro::executor;
  const auto service = std::to_string(port);
  error_code failed;
  if (tcp_wanted) {
    tcp::resolver resolver(home);
    const auto found =
        co_await resolver.async_resolve(host, service, asio::redirect_error(asio::use_awaitable, failed));
    if (failed) co_return unreachable(host, port, failed);
    tcp::socket socket(home);
    co_await socket.async_connect(found.begin()->endpoint(), asio::redirect_error(asio::use_awaitable, failed));
    if (failed) co_return unreachable(host, port, failed);
    std::unique_ptr<SipWire> wire = std::make_unique<TcpWire>(std::move(socket));
    co_return wire;
  }
  udp::resolver resolver(home);
  const auto found = co_await resolver.async_resolve(host, service, asio::redirect_error(asio::use_awaitable, failed));
  if (failed) co_return unreachable(host, port, failed);
  udp::socket socket(home);
  const auto remote = found.begin()->endpoint();
  socket.open(remote.protocol(), failed);
  if (!failed) socket.connect(remote, failed);
  if (!failed) socket.non_blocking(true, failed);
  if (failed) co_return unreachable(host, port, failed);
  std::unique_ptr<SipWire> wire = std::make_unique<UdpWire>(std::move(socket));
  co_return wire;
}

}  // namespace parley::peer
