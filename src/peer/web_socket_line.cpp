// SPDX-License-Identifier: Apache-2.0
#include "web_socket_line.hpp"

#include <algorithm>
#include <boost/asio/this_coro.hpp>
#include <charconv>
#include <random>
#include <utility>

#include "caller_playout.hpp"
#include "line_protocol.hpp"
#include "parley/net/web_socket_client.hpp"

namespace parley::peer {
namespace {

std::string random_word() {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::random_device source;
  std::string word;
  for (int i = 0; i < 32; ++i) word += kDigits[source() & 0xFU];
  return word;
}

// "… answered 403 …": the status of an answer in place of the upgrade.
int status_in(const std::string& message) {
  constexpr std::string_view kAnswered = "answered ";
  const auto at = message.find(kAnswered);
  int status = 0;
  if (at != std::string::npos) {
    const char* digits = message.data() + at + kAnswered.size();
    std::from_chars(digits, message.data() + message.size(), status);
  }
  return status;
}

char key_of(std::uint8_t event) {
  constexpr std::string_view kKeys = "0123456789*#ABCD";
  return event < kKeys.size() ? kKeys[event] : '0';
}

class WebSocketLine final : public CallerLine {
 public:
  WebSocketLine(Clock& clock, const CallPlan& plan) : clock_(clock), plan_(plan), began_(clock.now()) {
    protocol_ = plan.target.transport == CallerTransport::twilio ? create_twilio_protocol(plan, random_word())
                                                                 : create_browser_protocol(plan);
  }

  CallTime now() const override { return std::chrono::duration_cast<CallTime>(clock_.now() - began_); }

  Task<LineEnd> run(LineListener& listener) override {
    listener_ = &listener;
    began_ = clock_.now();
    WebSocketCall call(plan_.target.url(), clock_.now() + plan_.answer_within);
    auto opened = co_await connect_web_socket(std::move(call), clock_);
    if (!opened) {
      const auto& message = opened.error().message;
      co_return LineEnd{CallOutcome::failed, status_in(message), message};
    }
    socket_ = std::move(*opened);
    act(protocol_->opened());
    std::string why;
    while (true) {
      auto message = co_await socket_->receive();
      if (!message) {
        why = message.error().message;
        break;
      }
      ++received_;
      note_arrival();
      act(protocol_->on(*message, now(), playout_));
    }
    socket_.reset();
    co_return how_it_ended(why);
  }

  void tick() override {
    const CallTime time = now();
    while (auto entry = playout_.next(time)) {
      act(protocol_->begins(*entry));
      if (entry->mark.empty() && !hung_up_) {
        listener_->on_heard(HeardSound{entry->samples, entry->begins, entry->generation, entry->position});
      }
    }
  }

  void send(std::span<const std::int16_t> slot) override { put(protocol_->sound(slot)); }
  void send(const DigitSlot& digit) override {
    if (digit.first) put(protocol_->key(key_of(digit.event)));
    const std::array<std::int16_t, kSlotSamples> silence{};
    put(protocol_->sound(silence));
  }

  void hang_up() override {
    if (!socket_ || std::exchange(hung_up_, true)) return;
    put(protocol_->hang_up());
    socket_->close(WebSocketClose::normal, "hung up");
  }

  RtpCounts counts() const override {
    RtpCounts counts;
    counts.sent = sent_;
    counts.received = received_;
    auto gaps = arrivals_ms_;
    if (!gaps.empty()) {
      const auto at = gaps.begin() + static_cast<std::ptrdiff_t>(static_cast<double>(gaps.size() - 1) * 0.99);
      std::nth_element(gaps.begin(), at, gaps.end());
      counts.interarrival_p99_ms = static_cast<double>(*at);
      counts.interarrival_max_ms = static_cast<double>(*std::max_element(at, gaps.end()));
    }
    return counts;
  }

 private:
  static constexpr int kSwitchingProtocols = 101;

  LineEnd how_it_ended(const std::string& why) {
    if (ended_) return *ended_;
    if (hung_up_) return {CallOutcome::local, kSwitchingProtocols, ""};
    if (answered_) return {CallOutcome::remote, kSwitchingProtocols, ""};
    return {CallOutcome::failed, kSwitchingProtocols, "the socket was closed before the call began: " + why};
  }

  // Between pieces of one utterance; a pause of the agent is none of the network's.
  void note_arrival() {
    const CallTime time = now();
    const auto gap = std::chrono::duration<float, std::milli>(time - std::exchange(last_arrival_, time)).count();
    if (received_ > 1 && gap < 200) arrivals_ms_.push_back(gap);
  }

  void act(LineActions actions) {
    for (auto& message : actions.send) put(std::move(message));
    if (actions.answered && !std::exchange(answered_, true)) listener_->on_answered(now(), *actions.answered);
    if (actions.ended && !ended_) ended_ = std::move(actions.ended);
  }

  void put(WebSocketMessage message) {
    if (!socket_) return;
    if (socket_->send(message.text, message.data)) ++sent_;
  }

  Clock& clock_;
  const CallPlan& plan_;
  LineListener* listener_ = nullptr;

  Instant began_;
  std::unique_ptr<LineProtocol> protocol_;
  std::unique_ptr<WebSocket> socket_;  // null: not open yet, or over
  CallerPlayout playout_;
  std::optional<LineEnd> ended_;
  bool answered_ = false;
  bool hung_up_ = false;
  std::uint64_t sent_ = 0;
  std::uint64_t received_ = 0;
  CallTime last_arrival_{};
  std::vector<float> arrivals_ms_;
};

}  // namespace

std::unique_ptr<CallerLine> create_web_socket_line(Clock& clock, const CallPlan& plan) {
  return std::make_unique<WebSocketLine>(clock, plan);
}

}  // namespace parley::peer
