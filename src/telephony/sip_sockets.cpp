// SPDX-License-Identifier: Apache-2.0
#include "sip_sockets.hpp"

#include <re.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "header_text.hpp"

namespace parley::sip {
namespace {

constexpr int kReceiveBufferBytes = 4 * 1024 * 1024;  // a second of 2 000 calls/s
constexpr std::size_t kMostConnections = 4096;
constexpr std::size_t kMostLocalHosts = 1024;
constexpr int kFreePortTries = 20;  // for one that is free on both transports

std::string host_of(const sa& address) {
  std::array<char, 64> text{};
  return sa_ntop(&address, text.data(), static_cast<int>(text.size())) == 0 ? std::string(text.data()) : std::string{};
}

Endpoint endpoint_of(const sa& address) { return {host_of(address), sa_port(&address)}; }

// What the kernel would put as source address on a packet to that peer.
std::string source_towards(const Endpoint& peer) {
  sa address{};
  if (sa_set_str(&address, peer.host.c_str(), peer.port == 0 ? std::uint16_t{5060} : peer.port) != 0) return {};
  const int descriptor = socket(sa_af(&address), SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return {};
  sa local{};
  local.len = sizeof(local.u);
  const bool known =
      ::connect(descriptor, &address.u.sa, address.len) == 0 && getsockname(descriptor, &local.u.sa, &local.len) == 0;
  close(descriptor);
  return known ? host_of(local) : std::string{};
}

Error cannot_listen(const std::string& bind, std::uint16_t port, int error) {
  const auto where = host_port(bind, port);
  if (error == EADDRINUSE) {
    return {Fault::unavailable, "cannot listen for SIP on " + where +
                                    " (UDP and TCP): the port is taken; is another server running there? Stop it, or "
                                    "choose another port with PARLEY_SIP_PORT"};
  }
  if (error == EADDRNOTAVAIL || error == EINVAL) {
    return {Fault::invalid_input, "cannot listen for SIP on " + where +
                                      ": this machine has no such address; set PARLEY_SIP_BIND to one of its own"};
  }
  if (error == EACCES) {
    return {Fault::unavailable,
            "cannot listen for SIP on " + where + ": not permitted; choose a port above 1023 with PARLEY_SIP_PORT"};
  }
  return {Fault::unavailable, "cannot listen for SIP on " + where + ": " + std::strerror(error)};
}

}  // namespace

SipSockets::SipSockets(std::string bind, Receiver& receiver, SipMeters& meters)
    : bind_(std::move(bind)), receiver_(receiver), meters_(meters) {}

SipSockets::~SipSockets() = default;

Result<std::unique_ptr<SipSockets>> SipSockets::open(const std::string& bind, std::uint16_t port, Receiver& receiver,
                                                     SipMeters& meters) {
  std::unique_ptr<SipSockets> sockets(new SipSockets(bind, receiver, meters));
  int error = sockets->listen(port);
  for (int attempt = 1; port == 0 && error == EADDRINUSE && attempt < kFreePortTries; ++attempt) {
    error = sockets->listen(port);
  }
  if (error != 0) return cannot_listen(bind, port, error);
  return sockets;
}

int SipSockets::listen(std::uint16_t port) {
  udp_.reset();
  tcp_.reset();
  sa address{};
  if (const int error = sa_set_str(&address, bind_.c_str(), port)) return error;
  wildcard_ = sa_is_any(&address);
  udp_sock* udp = nullptr;
  if (const int error = udp_listen(&udp, &address, datagram_came, this)) return error;
  udp_.reset(udp);
  udp_sockbuf_set(udp, kReceiveBufferBytes);
  sa bound{};
  if (const int error = udp_local_get(udp, &bound)) return error;
  port_ = sa_port(&bound);
  sa_set_port(&address, port_);
  tcp_sock* tcp = nullptr;
  if (const int error = tcp_listen(&tcp, &address, connection_came, this)) return error;
  tcp_.reset(tcp);
  return 0;
}

void SipSockets::send(const Target& target, const std::string& bytes) {
  if (target.transport == SipTransport::udp) {
    send_datagram(target.to, bytes);
  } else {
    send_on_connection(target, bytes);
  }
}

void SipSockets::send_datagram(const Endpoint& to, const std::string& bytes) {
  sa address{};
  const std::unique_ptr<mbuf, Dereference> buffer(mbuf_alloc(bytes.size()));
  bool sent = buffer && sa_set_str(&address, to.host.c_str(), to.port) == 0 &&
              mbuf_write_mem(buffer.get(), reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()) == 0;
  if (sent) {
    mbuf_set_pos(buffer.get(), 0);
    sent = udp_send(udp_.get(), &address, buffer.get()) == 0;
  }
  if (!sent) meters_.send_failures.add();
}

void SipSockets::send_on_connection(const Target& target, const std::string& bytes) {
  if (auto* connection = connection_to(target)) {
    connection->send(bytes);
  } else {
    meters_.send_failures.add();
  }
}

TcpConnection* SipSockets::connection_to(const Target& target) {
  if (const auto found = connections_.find(target.connection);
      found != connections_.end() && !found->second->failed()) {
    return found->second.get();
  }
  for (const auto& [id, connection] : connections_) {
    if (connection->peer() == target.to && !connection->failed()) return connection.get();
  }
  if (connections_.size() >= kMostConnections) return nullptr;
  const auto id = ++last_connection_;
  auto connection = std::make_unique<TcpConnection>(*this, id, target.to, receiver_.now());
  if (connection->connect() != 0) return nullptr;
  return connections_.emplace(id, std::move(connection)).first->second.get();
}

void SipSockets::settle() {
  while (!failed_.empty()) {
    const auto id = failed_.back();
    failed_.pop_back();
    if (connections_.erase(id) == 0) continue;
    meters_.connections.set(static_cast<std::int64_t>(connections_.size()));
    receiver_.on_connection_lost(id);
  }
}

void SipSockets::sweep(Instant now) {
  for (const auto& [id, connection] : connections_) {
    if (connection->is_silent(now)) connection->fail();
  }
  settle();
}

std::string SipSockets::local_host_for(const Endpoint& peer) {
  if (!wildcard_) return bind_;
  if (const auto known = local_hosts_.find(peer.host); known != local_hosts_.end()) return known->second;
  if (local_hosts_.size() >= kMostLocalHosts) local_hosts_.clear();
  return local_hosts_.emplace(peer.host, source_towards(peer)).first->second;
}

void SipSockets::datagram_came(const sa* from, mbuf* bytes, void* self) {
  auto* sockets = static_cast<SipSockets*>(self);
  const std::string_view text(reinterpret_cast<const char*>(mbuf_buf(bytes)), mbuf_get_left(bytes));
  if (text.size() <= 4) {  // CRLF, or four zero bytes: holes in NATs being kept open
    sockets->meters_.keepalives.add();
    return;
  }
  const auto peer = endpoint_of(*from);
  sockets->receiver_.on_packet(text, Flow{SipTransport::udp, peer, 0, sockets->local_host_for(peer)});
  sockets->settle();
}

void SipSockets::connection_came(const sa* peer, void* self) {
  auto* sockets = static_cast<SipSockets*>(self);
  if (sockets->connections_.size() >= kMostConnections) return tcp_reject(sockets->tcp_.get());
  const auto id = ++sockets->last_connection_;
  auto connection = std::make_unique<TcpConnection>(*sockets, id, endpoint_of(*peer), sockets->receiver_.now());
  if (connection->accept(sockets->tcp_.get()) != 0) return tcp_reject(sockets->tcp_.get());
  sockets->connections_.emplace(id, std::move(connection));
  sockets->meters_.connections.set(static_cast<std::int64_t>(sockets->connections_.size()));
}

}  // namespace parley::sip
