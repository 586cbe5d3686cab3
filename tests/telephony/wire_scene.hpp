// SPDX-License-Identifier: Apache-2.0
// The real stack on a free port, and peers that send hand-written bytes over loopback. Receiving waits at most 10 s.
#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <boost/asio/io_context.hpp>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "parley/telephony/sip_stack.hpp"
#include "sip_text.hpp"
#include "stream_framer.hpp"
#include "support/plain_meters.hpp"

namespace parley::sip::test {

constexpr std::chrono::seconds kPatience{10};

class WireDesk final : public SipDesk {
 public:
  InviteVerdict on_invite(const IncomingCall& call) override {
    if (call.called_number != "demo") return {InviteVerdict::Kind::not_found, 0};
    const std::scoped_lock lock(mutex_);
    calls_.push_back(call);
    came_.notify_all();
    return {};
  }
  bool accepts_calls() const override { return true; }

  IncomingCall next_call() {
    std::unique_lock lock(mutex_);
    if (!came_.wait_for(lock, kPatience, [&] { return !calls_.empty(); })) throw std::runtime_error("no call came");
    auto call = calls_.front();
    calls_.pop_front();
    return call;
  }
  std::size_t waiting() {
    const std::scoped_lock lock(mutex_);
    return calls_.size();
  }

 private:
  std::mutex mutex_;
  std::condition_variable came_;
  std::deque<IncomingCall> calls_;
};

class RememberingListener final : public SipSessionListener {
 public:
  void on_answered(const NegotiatedAudio& audio) override { heard.push_back("answered"), last = audio; }
  void on_established(const NegotiatedAudio& audio) override { heard.push_back("established"), last = audio; }
  void on_audio_changed(const NegotiatedAudio& audio) override { heard.push_back("changed"), last = audio; }
  void on_closed(SipClosed reason) override { heard.push_back("closed"), closed = reason; }

  std::vector<std::string> heard;
  NegotiatedAudio last;
  std::optional<SipClosed> closed;
};

class Peer {
 public:
  Peer(int type, std::uint16_t server_port) : type_(type), descriptor_(socket(AF_INET, type, 0)) {
    const timeval patience{kPatience.count(), 0};
    setsockopt(descriptor_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(server_port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(descriptor_, reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0) {
      throw std::runtime_error("cannot connect to the stack");
    }
  }
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;
  ~Peer() { close(descriptor_); }

  std::uint16_t port() const {
    sockaddr_in address{};
    socklen_t length = sizeof(address);
    getsockname(descriptor_, reinterpret_cast<sockaddr*>(&address), &length);
    return ntohs(address.sin_port);
  }
  void send(std::string_view bytes) { ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL); }
  // nullopt: nothing came, or the stack closed the connection.
  std::optional<std::string> receive_bytes() {
    std::array<char, 65536> buffer{};
    const auto size = recv(descriptor_, buffer.data(), buffer.size(), 0);
    if (size <= 0) return std::nullopt;
    return std::string(buffer.data(), static_cast<std::size_t>(size));
  }
  SipMessage receive() {
    while (inbox_.empty()) {
      const auto bytes = receive_bytes();
      if (!bytes) throw std::runtime_error("the stack sent nothing");
      if (type_ == SOCK_DGRAM) {
        inbox_.push_back(*bytes);
        continue;
      }
      for (auto& frame : framer_.feed(*bytes)) {
        if (auto* message = std::get_if<StreamFramer::Message>(&frame)) inbox_.push_back(std::move(message->bytes));
      }
    }
    const auto message = parsed(inbox_.front());
    inbox_.pop_front();
    return message;
  }
  // The next that is no 1xx.
  SipMessage receive_final() {
    for (;;) {
      auto message = receive();
      if (message.is_request() || message.status >= 200) return message;
    }
  }
  // The next request of the stack, whatever it repeats before.
  SipMessage receive_request() {
    for (;;) {
      auto message = receive();
      if (message.is_request()) return message;
    }
  }
  RequestText request(const std::string& method) const {
    RequestText text;
    text.method = method;
    text.sent_by = "127.0.0.1:" + std::to_string(port());
    const std::string transport = type_ == SOCK_DGRAM ? "" : ";transport=tcp";
    text.transport = type_ == SOCK_DGRAM ? "UDP" : "TCP";
    text.contact = "<sip:alice@" + text.sent_by + transport + ">";
    text.branch = "z9hG4bK" + method;
    return text;
  }
  RequestText invite() const {
    auto text = request("INVITE");
    text.body = kOffer;
    return text;
  }
  void confirm(const SipMessage& request) {
    send("SIP/2.0 200 OK\r\nVia: " + request.via.value + "\r\nFrom: " + request.from + "\r\nTo: " + request.to +
         "\r\nCall-ID: " + request.call_id + "\r\nCSeq: " + std::to_string(request.cseq) + " " + request.method +
         "\r\nContent-Length: 0\r\n\r\n");
  }

 private:
  int type_;
  int descriptor_;
  StreamFramer framer_;
  std::deque<std::string> inbox_;
};

class WireScene : public ::testing::Test {
 protected:
  explicit WireScene(std::chrono::milliseconds t1 = SipSettings{}.t1) {
    SipSettings settings;
    settings.port = 0;
    settings.t1 = t1;
    auto made = create_sip_stack(settings, desk_, Log{}, registry_);
    if (!made) throw std::runtime_error(made.error().message);
    stack_ = std::move(*made);
  }

  void hear(std::size_t events) {
    while (listener_.heard.size() < events) {
      if (loop_.stopped()) loop_.restart();
      if (loop_.run_one_for(kPatience) == 0) throw std::runtime_error("no event came");
    }
  }
  SipSessionId answer_next() {
    const auto call = desk_.next_call();
    stack_->listen(call.session, loop_.get_executor(), listener_);
    stack_->answer(call.session, {{"127.0.0.1", 10000}, {{"X-Parley-Call-Id", "abc"}}});
    return call.session;
  }
  std::string acknowledge(Peer& peer, const SipMessage& answer, const std::string& body = "") {
    auto ack = peer.request("ACK");
    ack.to_tag = answer.to_tag;
    ack.cseq = answer.cseq;
    ack.body = body;
    peer.send(ack.text());
    return answer.to_tag;
  }

  parley::test::PlainMeters registry_;
  WireDesk desk_;
  asio::io_context loop_{1};
  asio::executor_work_guard<asio::io_context::executor_type> work_{loop_.get_executor()};
  RememberingListener listener_;
  std::unique_ptr<SipStack> stack_;
};

}  // namespace parley::sip::test
