// SPDX-License-Identifier: Apache-2.0
// A server on loopback that does what a test says. It needs no timer: it sends one packet for each that it gets.
#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <future>
#include <map>
#include <string>
#include <vector>

#include "../../src/peer/sdp.hpp"
#include "../../src/peer/sip_message.hpp"
#include "parley/async/event_loops.hpp"
#include "parley/media/g711.hpp"
#include "parley/media/rtp_packet.hpp"
#include "parley/peer/call_plan.hpp"
#include "parley/peer/voice_gate.hpp"

namespace parley::peer::test {

struct ServerScript {
  int refuse_with = 0;      // final status in place of the 200
  int ignored_invites = 0;  // as if the first ones were lost
  bool leaves = false;      // BYE behind the reply
  int greeting_packets = 10;
  int reply_after = 5;  // silent packets behind what was said
  int reply_packets = 12;
};

class ScriptedServer {
 public:
  explicit ScriptedServer(ServerScript script)
      : script_(script),
        loop_("server", Scheduling::normal),
        sip_(loop_.context(), udp::endpoint(asio::ip::address_v4::loopback(), 0)),
        rtp_(loop_.context(), udp::endpoint(asio::ip::address_v4::loopback(), 0)) {
    signalling_ = asio::co_spawn(loop_.executor(), serve_sip(), asio::use_future);
    media_ = asio::co_spawn(loop_.executor(), serve_rtp(), asio::use_future);
  }
  ~ScriptedServer() { stop(); }

  CallTarget target() const {
    CallTarget target;
    target.user = "demo";
    target.host = "127.0.0.1";
    target.port = sip_port_;
    return target;
  }
  // Ends the server; what it saw can be read then.
  void stop() {
    if (!signalling_.valid()) return;
    asio::post(loop_.executor(), [this] {
      sip_.close();
      rtp_.close();
    });
    signalling_.get();
    media_.get();
  }

  std::vector<SipMessage> requests;  // in order
  std::vector<std::uint8_t> events;  // payload bytes of telephone-events, each packet's first two

 private:
  using udp = asio::ip::udp;
  struct Talk {
    int greeting_left;
    int quiet = 0;
    bool spoken_to = false;
    int reply_left = 0;
    RtpHeader next;
    bool left = false;
  };

  void send(const SipMessage& message) { sip_.send_to(asio::buffer(to_wire(message)), caller_); }

  void respond(const SipMessage& request, int status, const std::string& body = {}) {
    SipMessage response;
    response.status = status;
    response.reason = "Scripted";
    for (const auto* name : {"Via", "From", "To", "Call-ID", "CSeq"}) response.add(name, *request.header(name));
    if (status > 100) response.headers[2].second += ";tag=server";
    response.add("Contact", "<sip:demo@127.0.0.1:" + std::to_string(sip_port_) + ">");
    response.add("X-Parley-Call-Id", "call-of-test");
    response.body = body;
    send(response);
  }

  void on_invite(const SipMessage& invite) {
    if (script_.ignored_invites-- > 0) return;
    respond(invite, 100);
    respond(invite, 180);
    if (script_.refuse_with != 0) {
      respond(invite, script_.refuse_with);
      return;
    }
    AudioSession ours;
    ours.host = "127.0.0.1";
    ours.port = rtp_.local_endpoint().port();
    const auto offer = read_sdp(invite.body);
    ours.payload_type = offer->payload_type;
    ours.telephone_event = offer->telephone_event;
    invite_ = invite;
    respond(invite, 200, write_sdp(ours, 1, 1));
  }

  Task<void> serve_sip() {
    std::array<char, 4096> bytes;
    for (;;) {
      boost::system::error_code failed;
      const auto size = co_await sip_.async_receive_from(asio::buffer(bytes), caller_,
                                                         asio::redirect_error(asio::use_awaitable, failed));
      if (failed) co_return;
      const auto message = parse_sip(std::string_view(bytes.data(), size));
      if (!message || !message->is_request()) continue;
      requests.push_back(*message);
      if (message->method == "INVITE") on_invite(*message);
      if (message->method == "BYE" || message->method == "CANCEL" || message->method == "OPTIONS")
        respond(*message, 200);
      if (message->method == "CANCEL") respond(invite_, 487);
    }
  }

  void leave() {
    SipMessage bye;
    bye.method = "BYE";
    bye.uri = address_in(*invite_.header("Contact"));
    bye.add("Via", "SIP/2.0/UDP 127.0.0.1:" + std::to_string(sip_port_) + ";branch=z9hG4bKserver");
    bye.add("From", *invite_.header("To") + ";tag=server");
    bye.add("To", *invite_.header("From"));
    bye.add("Call-ID", *invite_.header("Call-ID"));
    bye.add("CSeq", "1 BYE");
    send(bye);
  }

  void on_packet(const RtpPacket& packet, const udp::endpoint& from) {
    if (packet.header.payload_type == 101) {
      events.insert(events.end(), packet.payload.begin(), packet.payload.begin() + 2);
      return;
    }
    auto& talk = talks_.try_emplace(from, Talk{script_.greeting_packets, 0, false, 0, {}, false}).first->second;
    const auto law = packet.header.payload_type == 0 ? G711Law::mu_law : G711Law::a_law;
    std::array<std::int16_t, 160> sound;
    g711_decode(law, packet.payload, sound);
    if (VoiceGate().find(sound)) {
      talk.spoken_to = true;
      talk.quiet = 0;
    } else if (talk.spoken_to && ++talk.quiet == script_.reply_after) {
      talk.spoken_to = false;
      talk.reply_left = script_.reply_packets;
    }
    const bool speaks = talk.greeting_left > 0 || talk.reply_left > 0;
    const bool was_reply = talk.reply_left > 0;
    if (talk.greeting_left > 0) --talk.greeting_left;
    if (talk.reply_left > 0) --talk.reply_left;
    for (std::size_t i = 0; i < sound.size(); ++i) {
      sound[i] = static_cast<std::int16_t>(speaks ? (i % 20 < 10 ? 6000 : -6000) : 0);
    }
    std::array<std::uint8_t, 160> payload;
    g711_encode(law, sound, payload);
    std::array<std::uint8_t, 172> datagram;
    talk.next.payload_type = packet.header.payload_type;
    write_rtp(talk.next, payload, datagram);
    ++talk.next.sequence;
    talk.next.timestamp += 160;
    rtp_.send_to(asio::buffer(datagram), from);
    if (script_.leaves && was_reply && talk.reply_left == 0 && !talk.left) {
      talk.left = true;
      leave();
    }
  }

  Task<void> serve_rtp() {
    std::array<std::uint8_t, 1024> bytes;
    for (;;) {
      udp::endpoint from;
      boost::system::error_code failed;
      const auto size = co_await rtp_.async_receive_from(asio::buffer(bytes), from,
                                                         asio::redirect_error(asio::use_awaitable, failed));
      if (failed == asio::error::operation_aborted || !rtp_.is_open()) co_return;
      if (failed) continue;
      if (const auto packet = parse_rtp(std::span(bytes).first(size))) on_packet(*packet, from);
    }
  }

  ServerScript script_;
  EventLoop loop_;
  udp::socket sip_;
  udp::socket rtp_;
  std::uint16_t sip_port_ = sip_.local_endpoint().port();
  udp::endpoint caller_;
  SipMessage invite_;
  std::map<udp::endpoint, Talk> talks_;
  std::future<void> signalling_;
  std::future<void> media_;
};

// A square wave: voiced from the first to the last sample.
inline Samples tone(std::size_t milliseconds, std::size_t silence_behind = 0) {
  std::vector<std::int16_t> samples(8 * (milliseconds + silence_behind));
  for (std::size_t i = 0; i < 8 * milliseconds; ++i) samples[i] = i % 16 < 8 ? 8000 : -8000;
  return std::make_shared<const std::vector<std::int16_t>>(std::move(samples));
}

}  // namespace parley::peer::test
