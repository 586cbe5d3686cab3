// SPDX-License-Identifier: Apache-2.0
// One SIP connection over TCP, accepted or opened by us.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "parley/core/time.hpp"
#include "sip_message.hpp"
#include "stream_framer.hpp"

struct tcp_conn;
struct tcp_sock;
struct mbuf;

namespace parley::sip {

class SipSockets;

struct Dereference {
  void operator()(void* object) const;
};

class TcpConnection {
 public:
  TcpConnection(SipSockets& sockets, std::uint64_t id, Endpoint peer, Instant now);

  int accept(tcp_sock* listening);
  int connect();

  void send(const std::string& bytes);  // kept until the connection stands
  void fail();                          // reported once
  bool is_silent(Instant now) const;
  const Endpoint& peer() const { return peer_; }
  bool failed() const { return failed_; }

 private:
  static void established(void* self);
  static void received(mbuf* bytes, void* self);
  static void closed(int error, void* self);

  void read(std::string_view bytes);
  void write(std::string_view bytes);
  std::string local_host() const;

  SipSockets& sockets_;
  std::uint64_t id_;
  Endpoint peer_;
  std::unique_ptr<tcp_conn, Dereference> connection_;
  StreamFramer framer_;
  std::string unsent_;
  Instant last_heard_;
  bool established_ = false;
  bool spoken_ = false;  // a whole message came
  bool failed_ = false;
};

}  // namespace parley::sip
