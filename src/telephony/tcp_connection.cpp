// SPDX-License-Identifier: Apache-2.0
#include "tcp_connection.hpp"

#include <re.h>

#include <array>

#include "sip_sockets.hpp"

namespace parley::sip {
namespace {

constexpr std::size_t kMostUnsent = 64 * 1024;
// Who connects and says nothing holds a descriptor of ours.
constexpr std::chrono::seconds kFirstMessageWithin{32};
constexpr std::chrono::hours kSilentAtMost{1};

}  // namespace

void Dereference::operator()(void* object) const { mem_deref(object); }

TcpConnection::TcpConnection(SipSockets& sockets, std::uint64_t id, Endpoint peer, Instant now)
    : sockets_(sockets), id_(id), peer_(std::move(peer)), last_heard_(now) {}

int TcpConnection::accept(tcp_sock* listening) {
  tcp_conn* accepted = nullptr;
  const int error = tcp_accept(&accepted, listening, established, received, closed, this);
  connection_.reset(accepted);
  established_ = error == 0;
  return error;
}

int TcpConnection::connect() {
  sa address{};
  if (const int error = sa_set_str(&address, peer_.host.c_str(), peer_.port)) return error;
  tcp_conn* opened = nullptr;
  const int error = tcp_connect(&opened, &address, established, received, closed, this);
  connection_.reset(opened);
  return error;
}

void TcpConnection::send(const std::string& bytes) {
  if (failed_) return;
  if (established_) return write(bytes);
  if (unsent_.size() + bytes.size() > kMostUnsent) return fail();
  unsent_ += bytes;
}

void TcpConnection::fail() {
  if (failed_) return;
  failed_ = true;
  sockets_.connection_failed(id_);
}

bool TcpConnection::is_silent(Instant now) const {
  return now - last_heard_ > (spoken_ ? Duration{kSilentAtMost} : Duration{kFirstMessageWithin});
}

void TcpConnection::established(void* self) {
  auto* connection = static_cast<TcpConnection*>(self);
  connection->established_ = true;
  if (!connection->unsent_.empty()) connection->write(connection->unsent_);
  connection->unsent_.clear();
}

void TcpConnection::received(mbuf* bytes, void* self) {
  auto* connection = static_cast<TcpConnection*>(self);
  connection->read({reinterpret_cast<const char*>(mbuf_buf(bytes)), mbuf_get_left(bytes)});
  connection->sockets_.settle();
}

void TcpConnection::closed(int, void* self) {
  auto* connection = static_cast<TcpConnection*>(self);
  connection->fail();
  connection->sockets_.settle();
}

void TcpConnection::read(std::string_view bytes) {
  if (failed_) return;
  last_heard_ = sockets_.receiver_.now();
  const Flow flow{SipTransport::tcp, peer_, id_, local_host()};
  for (const auto& frame : framer_.feed(bytes)) {
    if (failed_) return;
    if (std::holds_alternative<StreamFramer::Ping>(frame)) {
      sockets_.meters_.keepalives.add();
      write("\r\n");
      continue;
    }
    spoken_ = true;
    sockets_.receiver_.on_packet(std::get<StreamFramer::Message>(frame).bytes, flow);
  }
  if (framer_.broken()) {
    sockets_.meters_.malformed.add();
    fail();
  }
}

void TcpConnection::write(std::string_view bytes) {
  const std::unique_ptr<mbuf, Dereference> buffer(mbuf_alloc(bytes.size()));
  const bool copied =
      buffer && mbuf_write_mem(buffer.get(), reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()) == 0;
  if (copied) mbuf_set_pos(buffer.get(), 0);
  if (copied && tcp_send(connection_.get(), buffer.get()) == 0) return;
  sockets_.meters_.send_failures.add();
  fail();
}

std::string TcpConnection::local_host() const {
  sa address{};
  std::array<char, 64> text{};
  if (tcp_conn_local_get(connection_.get(), &address) != 0) return {};
  if (sa_ntop(&address, text.data(), static_cast<int>(text.size())) != 0) return {};
  return text.data();
}

}  // namespace parley::sip
