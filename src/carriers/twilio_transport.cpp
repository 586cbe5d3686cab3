// SPDX-License-Identifier: Apache-2.0
#include "twilio_transport.hpp"

#include <array>
#include <utility>

#include "parley/async/queues.hpp"
#include "parley/async/within.hpp"
#include "parley/core/base64.hpp"
#include "parley/media/g711.hpp"
#include "played_marks.hpp"
#include "stream_intake.hpp"
#include "twilio_codec.hpp"

namespace parley {
namespace {

constexpr std::size_t kFrame = 160;
// A stream that says nothing for so long is given silence in its stead, since ears count time in samples.
constexpr Duration kQuiet = std::chrono::milliseconds{200};
// Audio may come so far ahead of real time, as after a stall of the network.
constexpr std::int64_t kMostAhead = 5 * 8000;
// Beyond what is still to be played, for the echo of the last mark.
constexpr Duration kMarkGrace = std::chrono::seconds{2};

bool digit_like(std::string_view digit) {
  return digit.size() == 1 && std::string_view("0123456789*#ABCD").find(digit[0]) != std::string_view::npos;
}

class TwilioTransport final : public StreamTransport, private Paced {
 public:
  TwilioTransport(std::unique_ptr<WebSocket> socket, TwilioStreamSettings settings, BadInputMeters& meters,
                  SlotWheel& wheel, Clock& clock, Log log, Executor home)
      : wheel_(wheel),
        clock_(clock),
        settings_(std::move(settings)),
        socket_(std::move(socket)),
        log_(log),
        bad_(meters, std::move(log)),
        writer_(settings_.stream_sid),
        echoed_(home) {}
  ~TwilioTransport() override { stop(); }

  void start(MediaListener& listener, FrameSource& source) override {
    listener_ = &listener;
    source_ = &source;
    heard_at_ = clock_.now();
    wheel_.join(*this);
  }

  void stop() override {
    if (listener_ == nullptr) return;
    wheel_.leave(*this);
    listener_ = nullptr;
    source_ = nullptr;
  }

  void clear() override {
    // Also when every mark came back: what is on the network or in the carrier's own jitter buffer is not known.
    if (!std::exchange(sent_since_clear_, false)) return;
    marks_.cleared();
    talking_ = false;
    socket_->send(true, writer_.clear());
    echoed_.wake();
  }

  std::int64_t unheard() const override { return marks_.unheard(); }

  MediaStats stats() const override {
    MediaStats stats = counted_;
    stats.lost = intake_.lost();
    stats.concealed = intake_.concealed();
    stats.late = bad_.of(BadInput::late_audio);
    stats.foreign = bad_.of(BadInput::foreign_stream);
    stats.malformed = bad_.total() - stats.late - stats.foreign;
    return stats;
  }

  Task<void> run() override {
    while (true) {
      auto message = co_await socket_->receive();
      if (!message) {
        log_.info("twilio.stream_ended", message.error().message);
        break;
      }
      if (!message->text) {
        bad_.note(BadInput::binary);
      } else {
        hear(reader_.read(message->data));
      }
      if (bad_.too_much()) socket_->close(WebSocketClose::policy, "too many bad messages");
    }
    over_ = true;
    echoed_.wake();
  }

  Task<void> heard_out() override {
    mark(true);
    const auto left = std::chrono::duration_cast<Duration>(std::chrono::milliseconds{marks_.unheard() / 8});
    auto waiting = until_heard();
    co_await within(clock_, clock_.now() + left + kMarkGrace, std::move(waiting));
  }

  void close(std::uint16_t code, std::string_view why) override {
    socket_->close(static_cast<WebSocketClose>(code), why);
  }

 private:
  Task<void> until_heard() {
    while (!over_ && !marks_.all_heard()) co_await echoed_.wait();
  }

  void hear(const TwilioEvent& event) {
    using Kind = TwilioEvent::Kind;
    if (!event.stream_sid.empty() && event.stream_sid != settings_.stream_sid) {
      bad_.note(event.kind == Kind::start ? BadInput::second_start : BadInput::foreign_stream);
      return;
    }
    switch (event.kind) {
      case Kind::media:
        return hear_audio(event);
      case Kind::dtmf:
        if (!digit_like(event.digit)) return bad_.note(BadInput::bad_digit);
        if (listener_ != nullptr) listener_->on_digit(event.digit[0]);
        return;
      case Kind::mark:
        if (!marks_.echoed(event.mark)) return bad_.note(BadInput::unknown_mark);
        echoed_.wake();
        return;
      case Kind::stop:
        return socket_->close(WebSocketClose::normal, "stopped");
      case Kind::start:
        return bad_.note(BadInput::second_start);
      case Kind::unknown:
        return bad_.note(BadInput::unknown_event);
      case Kind::broken:
        return bad_.note(BadInput::broken);
      case Kind::connected:
        return;
    }
  }

  void hear_audio(const TwilioEvent& event) {
    if (!event.inbound || listener_ == nullptr) return;
    if (base64_room(event.payload) > mu_law_.size()) return bad_.note(BadInput::oversized_audio);
    const auto length = base64_decode(event.payload, mu_law_);
    if (!length) return bad_.note(BadInput::bad_audio);
    const Instant now = clock_.now();
    if (!std::exchange(any_heard_, true)) {
      first_heard_at_ = now;
      listener_->on_first_packet();
    }
    const auto passed = std::chrono::duration_cast<std::chrono::milliseconds>(now - first_heard_at_);
    if (heard_samples_ + static_cast<std::int64_t>(*length) > passed.count() * 8 + kMostAhead) {
      return bad_.note(BadInput::too_fast);
    }
    switch (intake_.put(event.chunk, event.timestamp_ms, std::span(mu_law_).first(*length))) {
      case StreamIntake::Taken::late:
        return bad_.note(BadInput::late_audio);
      case StreamIntake::Taken::wild:
        return bad_.note(BadInput::wild_chunk);
      case StreamIntake::Taken::too_long:
        return bad_.note(BadInput::oversized_audio);
      case StreamIntake::Taken::taken:
        break;
    }
    ++counted_.received;
    heard_samples_ += static_cast<std::int64_t>(*length);
    heard_at_ = now;
    deliver();
  }

  void deliver() noexcept {
    while (listener_ != nullptr) {
      const AudioFrame* frame = intake_.take();
      if (frame == nullptr) return;
      listener_->on_frame(*frame);
    }
  }

  void on_period(Instant, std::uint32_t) noexcept override {
    speak();
    if (listener_ == nullptr) return;
    const Instant now = clock_.now();
    if (any_heard_ && now - heard_at_ >= kQuiet) {
      intake_.rest();
      deliver();
    }
    if (listener_ != nullptr) watch_silence(now);
  }

  void speak() noexcept {
    const bool talks = source_->next_frame(outgoing_);
    if (listener_ == nullptr) return;
    if (talks) {
      std::array<std::uint8_t, kFrame> encoded;
      const auto length = g711_encode(G711Law::mu_law, outgoing_.used(), encoded);
      // False: closed, or closing because the carrier does not read; run() ends by that.
      if (socket_->send(true, writer_.media(std::span(encoded).first(length)))) {
        ++counted_.sent;
        sent_since_clear_ = true;
        marks_.sent(static_cast<std::int64_t>(length));
      }
    }
    mark(talking_ && !talks);
    talking_ = talks;
  }

  void mark(bool utterance_over) {
    const auto name = marks_.due(utterance_over);
    if (name) socket_->send(true, writer_.mark(*name));
  }

  void watch_silence(Instant now) noexcept {
    if (lost_ || now - heard_at_ < (any_heard_ ? settings_.no_media_later : settings_.no_media_at_first)) return;
    lost_ = true;
    listener_->on_media_lost(any_heard_ ? MediaLoss::went_silent : MediaLoss::never_came);
  }

  // Given to us.
  SlotWheel& wheel_;
  Clock& clock_;
  TwilioStreamSettings settings_;
  MediaListener* listener_ = nullptr;  // null: not started, or stopped
  FrameSource* source_ = nullptr;
  // Owned.
  std::unique_ptr<WebSocket> socket_;
  Log log_;
  BadInputNotes bad_;
  TwilioReader reader_;
  TwilioWriter writer_;
  StreamIntake intake_;
  PlayedMarks marks_;
  detail::Wakeup echoed_;
  // State.
  bool any_heard_ = false;
  bool lost_ = false;
  bool talking_ = false;
  bool sent_since_clear_ = false;
  bool over_ = false;
  Instant first_heard_at_{};
  Instant heard_at_{};
  std::int64_t heard_samples_ = 0;
  MediaStats counted_;
  AudioFrame outgoing_;
  std::array<std::uint8_t, StreamIntake::kLongestPiece + 3> mu_law_{};
};

}  // namespace

std::unique_ptr<StreamTransport> create_twilio_transport(std::unique_ptr<WebSocket> socket,
                                                         TwilioStreamSettings settings, BadInputMeters& meters,
                                                         SlotWheel& wheel, Clock& clock, Log log, Executor home) {
  return std::make_unique<TwilioTransport>(std::move(socket), std::move(settings), meters, wheel, clock, std::move(log),
                                           std::move(home));
}

}  // namespace parley
