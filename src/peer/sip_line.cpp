// SPDX-License-Identifier: Apache-2.0
#include "sip_line.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <optional>
#include <random>
#include <utility>

#include "parley/async/queues.hpp"
#include "parley/async/task_group.hpp"
#include "parley/media/g711.hpp"
#include "sip_dialog.hpp"
#include "sip_wire.hpp"
#include "udp_proxy.hpp"

namespace parley::peer {
namespace {

using asio::ip::udp;

std::string random_word(std::random_device& source) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string word;
  for (int i = 0; i < 4; ++i) {
    auto bits = source();
    for (int digit = 0; digit < 4; ++digit, bits >>= 4) word += kDigits[bits & 0xF];
  }
  return word;
}

class SipLine final : public CallerLine {
 public:
  SipLine(Clock& clock, const CallPlan& plan)
      : clock_(clock),
        plan_(plan),
        began_(clock.now()),
        outlet_(random_(), static_cast<std::uint16_t>(random_()), random_()),
        chance_(plan.seed) {}

  CallTime now() const override { return std::chrono::duration_cast<CallTime>(clock_.now() - began_); }

  Task<LineEnd> run(LineListener& listener) override {
    listener_ = &listener;
    auto home = co_await asio::this_coro::executor;
    const bool tcp = plan_.target.transport == CallerTransport::sip_tcp;
    auto opened = co_await open_sip_wire(plan_.target.host, plan_.target.port, tcp);
    if (!opened) co_return LineEnd{CallOutcome::failed, 0, opened.error().message};
    wire_ = std::move(*opened);
    auto bound = bind_media(home);
    if (bound && plan_.through) bound = open_proxy(home);
    if (!bound) co_return LineEnd{CallOutcome::failed, 0, bound.error().message};

    Freshest<SipEnded> ended(home, 1);
    ended_ = &ended;
    TaskGroup group(home);
    group_ = &group;
    began_ = clock_.now();
    dialog_.emplace(dialog_settings(tcp));
    act(dialog_->start());
    group.start(receive_signalling());
    group.start(receive_media());
    if (proxy_) group.start(proxy_->run());
    auto how = co_await ended.pop();
    media_->close();
    if (proxy_) proxy_->close();
    wire_->close();
    group.stop();
    co_await group.join();
    group_ = nullptr;
    ended_ = nullptr;
    co_return LineEnd{how->outcome, how->status, how->problem};
  }

  void tick() override {
    if (dialog_) act(dialog_->on_time(now()));
  }

  void send(std::span<const std::int16_t> slot) override {
    std::array<std::uint8_t, kSlotSamples> payload;
    const auto law = remote_.payload_type == 0 ? G711Law::mu_law : G711Law::a_law;
    const auto size = g711_encode(law, slot, payload);
    RtpOutlet::Datagram datagram;
    put(datagram, outlet_.sound(remote_.payload_type, std::span(payload).first(size), datagram));
  }

  void send(const DigitSlot& digit) override {
    RtpOutlet::Datagram datagram;
    // The peer did not agree to digits: what we have offered is the best guess, and it may well be understood.
    put(datagram, outlet_.digit(remote_.telephone_event.value_or(kTelephoneEvent), digit, datagram));
  }

  void hang_up() override {
    if (dialog_) act(dialog_->hang_up(now()));
  }

  RtpCounts counts() const override {
    return RtpCounts{
        sent_, intake_.received(), intake_.lost(), intake_.interarrival_p99_ms(), intake_.interarrival_max_ms(), 0};
  }

 private:
  static constexpr std::uint8_t kTelephoneEvent = 101;

  Result<void> bind_media(const Executor& home) {
    boost::system::error_code failed;
    for (int attempt = 0; attempt < 16; ++attempt) {
      media_.emplace(home);
      const udp::endpoint local(asio::ip::make_address(wire_->local_host()), 0);
      media_->open(local.protocol(), failed);
      if (!failed) media_->bind(local, failed);
      if (failed) break;
      if (media_->local_endpoint().port() % 2 == 0) break;  // RTP wants an even port (RFC 3550 §11)
    }
    if (!failed) media_->non_blocking(true, failed);
    if (failed) return Error{Fault::exhausted, "no port for RTP: " + failed.message()};
    return {};
  }

  Result<void> open_proxy(const Executor& home) {
    proxy_.emplace(home, clock_, *plan_.through);
    auto opened = proxy_->open(wire_->local_host());
    if (opened) proxy_->expect(media_->local_endpoint());
    return opened;
  }

  SipDialogSettings dialog_settings(bool tcp) {
    SipDialogSettings settings;
    settings.target = plan_.target.uri();
    settings.from_user = plan_.from;
    settings.local_host = wire_->local_host();
    settings.local_port = wire_->local_port();
    settings.tcp = tcp;
    settings.call_id = random_word(random_) + "@parley-call";
    settings.unique = random_word(random_);
    settings.answer_within = plan_.answer_within;
    settings.audio.host = settings.local_host;
    settings.audio.port = proxy_ ? proxy_->server_side() : media_->local_endpoint().port();
    settings.audio.payload_type = payload_type_of(plan_.codec);
    settings.audio.telephone_event = kTelephoneEvent;
    return settings;
  }

  void act(SipActions actions) {
    for (auto& text : actions.send) wire_->send(std::move(text));
    if (actions.remote) {
      boost::system::error_code failed;
      const auto host = asio::ip::make_address(actions.remote->host, failed);
      if (!failed) {
        remote_ = *actions.remote;
        remote_endpoint_ = udp::endpoint(host, remote_.port);
        if (proxy_) {
          proxy_->aim(*remote_endpoint_);
          remote_endpoint_ = proxy_->caller_side();
        }
      }
    }
    if (actions.answered) listener_->on_answered(now(), actions.answered->call_id);
    if (actions.ended && ended_) ended_->push(*actions.ended);
  }

  Task<void> receive_signalling() {
    while (!dialog_->ended()) {
      auto message = co_await wire_->receive();
      if (message) {
        act(dialog_->on(*message, now()));
      } else if (message.error().fault == Fault::closed || message.error().fault == Fault::unavailable) {
        act(dialog_->transport_failed(message.error().message));
      }
    }
  }

  Task<void> receive_media() {
    std::array<std::uint8_t, 2048> datagram;
    for (;;) {
      udp::endpoint from;
      boost::system::error_code failed;
      const auto size = co_await media_->async_receive_from(asio::buffer(datagram), from,
                                                            asio::redirect_error(asio::use_awaitable, failed));
      const auto arrived = now();
      if (failed == asio::error::operation_aborted || !media_->is_open()) co_return;
      if (failed) continue;  // an ICMP error of what we sent
      if (auto packet = parse_rtp(std::span(datagram).first(size))) hear(*packet, arrived);
    }
  }

  void hear(const RtpPacket& packet, CallTime arrived) {
    if (packet.header.payload_type != 0 && packet.header.payload_type != 8) return;
    if (!intake_.take(packet.header, arrived)) return;
    std::array<std::int16_t, 480> samples;  // 60 ms
    const auto law = packet.header.payload_type == 0 ? G711Law::mu_law : G711Law::a_law;
    const auto count = g711_decode(law, packet.payload, samples);
    HeardSound sound;
    sound.samples = std::span(samples).first(count);
    sound.arrived = arrived;
    sound.stream = intake_.stream();
    sound.position = packet.header.timestamp;
    listener_->on_heard(sound);
  }

  void put(const RtpOutlet::Datagram& datagram, std::size_t size) {
    if (!remote_endpoint_ || remote_.direction == "recvonly" || remote_.direction == "inactive") return;
    if (std::uniform_real_distribution<>(0, 1)(chance_) < plan_.loss) return;
    if (plan_.jitter.count() > 0 && group_) {
      const auto most = std::chrono::duration_cast<CallTime>(plan_.jitter).count();
      const CallTime held(std::uniform_int_distribution<std::int64_t>(0, most)(chance_));
      group_->start(put_later(datagram, size, clock_.now() + held));
    } else {
      put_now(datagram, size);
    }
  }

  void put_now(const RtpOutlet::Datagram& datagram, std::size_t size) {
    boost::system::error_code failed;
    media_->send_to(asio::buffer(datagram.data(), size), *remote_endpoint_, 0, failed);
    if (!failed) ++sent_;
  }

  Task<void> put_later(RtpOutlet::Datagram datagram, std::size_t size, Instant when) {
    co_await clock_.sleep_until(when);
    put_now(datagram, size);
  }

  Clock& clock_;
  const CallPlan& plan_;
  LineListener* listener_ = nullptr;

  Instant began_;
  std::random_device random_;
  std::unique_ptr<SipWire> wire_;
  std::optional<udp::socket> media_;
  std::optional<UdpProxy> proxy_;
  std::optional<SipDialog> dialog_;
  RtpOutlet outlet_;
  RtpIntake intake_;
  std::mt19937 chance_;  // loss and jitter

  AudioSession remote_;
  std::optional<udp::endpoint> remote_endpoint_;
  std::uint64_t sent_ = 0;
  Freshest<SipEnded>* ended_ = nullptr;  // both live in run()
  TaskGroup* group_ = nullptr;
};

}  // namespace

std::unique_ptr<CallerLine> create_sip_line(Clock& clock, const CallPlan& plan) {
  return std::make_unique<SipLine>(clock, plan);
}

}  // namespace parley::peer
