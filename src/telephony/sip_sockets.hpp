// SPDX-License-Identifier: Apache-2.0
// UDP and TCP on one port, by libre's sockets. Belongs to the loop's thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "parley/core/result.hpp"
#include "sip_meters.hpp"
#include "tcp_connection.hpp"
#include "user_agent.hpp"

struct udp_sock;
struct tcp_sock;
struct mbuf;
struct sa;

namespace parley::sip {

class SipSockets final : public Wire {
 public:
  class Receiver {
   public:
    virtual ~Receiver() = default;
    virtual void on_packet(std::string_view bytes, const Flow& flow) noexcept = 0;
    virtual void on_connection_lost(std::uint64_t connection) noexcept = 0;
    virtual Instant now() const noexcept = 0;
  };

  static Result<std::unique_ptr<SipSockets>> open(const std::string& bind, std::uint16_t port, Receiver& receiver,
                                                  SipMeters& meters);
  ~SipSockets() override;

  std::uint16_t port() const { return port_; }
  // Never calls back: a connection that fails is reported by settle().
  void send(const Target& target, const std::string& bytes) override;
  // After every event: closes what has failed and tells the receiver.
  void settle();
  // Closes connections that are silent for too long.
  void sweep(Instant now);

 private:
  friend class TcpConnection;

  SipSockets(std::string bind, Receiver& receiver, SipMeters& meters);
  int listen(std::uint16_t port);
  void send_datagram(const Endpoint& to, const std::string& bytes);
  void send_on_connection(const Target& target, const std::string& bytes);
  TcpConnection* connection_to(const Target& target);
  void connection_failed(std::uint64_t id) { failed_.push_back(id); }
  // Our address as that peer sees it, where we are bound to all of them.
  std::string local_host_for(const Endpoint& peer);

  static void datagram_came(const sa* from, mbuf* bytes, void* self);
  static void connection_came(const sa* peer, void* self);

  std::string bind_;
  Receiver& receiver_;
  SipMeters& meters_;

  std::unique_ptr<udp_sock, Dereference> udp_;
  std::unique_ptr<tcp_sock, Dereference> tcp_;
  std::uint16_t port_ = 0;
  bool wildcard_ = false;
  std::unordered_map<std::uint64_t, std::unique_ptr<TcpConnection>> connections_;
  std::vector<std::uint64_t> failed_;
  std::uint64_t last_connection_ = 0;
  std::unordered_map<std::string, std::string> local_hosts_;  // by peer's host; bounded
};

}  // namespace parley::sip
