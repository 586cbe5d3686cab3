// SPDX-License-Identifier: Apache-2.0
#include "parley/transports/browser_media.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <string_view>
#include <utility>

#include "browser_codec.hpp"
#include "parley/core/invariant.hpp"
#include "parley/media/resampler.hpp"

namespace parley {
namespace {

constexpr std::size_t kFrame = 160;
constexpr std::uint32_t kHighRate = 16000;
constexpr std::size_t kLongestMessage = kHighRate / 4;  // samples
constexpr std::uint64_t kHopelesslyMalformed = 50;
constexpr std::chrono::seconds kNoticeSilence{5};
// A client that stops sending is heard as silence from here on, so that a turn can end.
constexpr std::chrono::milliseconds kFillAfter{200};
constexpr std::uint32_t kSlowestPlayer = 10;  // seconds behind what was sent
constexpr int kKeysPerSecond = 20;

class LiveBrowserMedia final : public BrowserMedia, private Paced {
 public:
  LiveBrowserMedia(const BrowserAudio& audio, BrowserWire& wire, BrowserFaults& faults, SlotWheel& wheel, Clock& clock)
      : audio_(audio), wire_(wire), faults_(faults), wheel_(wheel), clock_(clock), pace_(audio.rate, clock.now()) {
    PARLEY_INVARIANT(audio.rate == kHighRate || audio.rate == kHighRate / 2);
  }
  ~LiveBrowserMedia() override { stop(); }

  void start(MediaListener& listener, FrameSource& source) override {
    PARLEY_INVARIANT(!running_);
    listener_ = &listener;
    source_ = &source;
    running_ = true;
    newest_ = keys_since_ = clock_.now();
    pace_ = PaceWatch(audio_.rate, newest_);
    wheel_.join(*this);
  }
  void stop() override {
    if (running_) wheel_.leave(*this);
    running_ = false;
  }
  void clear() override {
    if (!running_) return;  // after the end of a call its last words may be heard
    played_.clear();
    wire_.send_clear(played_.generation());
  }
  std::int64_t unheard() const override {
    return static_cast<std::int64_t>(played_.unheard()) * hertz(SampleRate::hz_8000) / audio_.rate;
  }
  MediaStats stats() const override {
    MediaStats stats = counted_;
    stats.malformed = malformed_;
    return stats;
  }
  std::uint32_t generation() const override { return played_.generation(); }

  void hear(std::string_view message) noexcept override {
    if (!running_) return;
    const auto count = caller_samples(message, audio_.rate);
    if (!count) return refuse(BrowserFault::bad_audio);
    const Instant now = clock_.now();
    ++counted_.received;
    newest_ = now;
    const auto verdict = pace_.offer(*count, now);
    if (verdict != PaceWatch::Verdict::taken) {
      dropped_ += *count;
      tell(BrowserFault::too_fast, verdict == PaceWatch::Verdict::hopeless);
      return;
    }
    const auto samples = std::span(unpacked_).first(*count);
    unpack_samples(message, samples);
    measure(samples);
    if (std::exchange(received_, received_ + *count) == 0) listener_->on_first_packet();
    if (audio_.rate == kHighRate) {
      deliver(std::span(halved_).first(halver_.convert(samples, halved_)));
    } else {
      deliver(samples);
    }
  }

  bool played(std::uint32_t generation, std::uint32_t position) noexcept override {
    return played_.acknowledge(generation, position);
  }

  bool press(char digit) noexcept override {
    if (!running_) return true;  // between the last word and the end there is nobody to press for
    if (std::string_view("0123456789*#ABCD").find(digit) == std::string_view::npos || digit == '\0') return false;
    const Instant now = clock_.now();
    if (now - keys_since_ >= std::chrono::seconds{1}) {
      keys_since_ = now;
      keys_ = 0;
    }
    if (++keys_ > kKeysPerSecond) return false;
    listener_->on_digit(digit);
    return true;
  }

  void count_malformed() noexcept override { refuse(BrowserFault::bad_message); }

  BrowserFigures figures() override {
    BrowserFigures figures;
    figures.received = span_of(received_);
    figures.sent = span_of(played_.sent());
    figures.unheard = span_of(played_.unheard());
    figures.dropped = span_of(dropped_);
    figures.malformed = malformed_;
    if (power_ > 0)
      figures.caller_dbfs = 10 * std::log10(power_ / static_cast<double>(measured_) / (32768.0 * 32768.0));
    power_ = 0;
    measured_ = 0;
    return figures;
  }

 private:
  std::chrono::milliseconds span_of(std::uint64_t samples) const {
    return std::chrono::milliseconds{samples * 1000 / audio_.rate};
  }

  void tell(BrowserFault fault, bool hopeless) noexcept {
    const auto bit = 1U << static_cast<unsigned>(fault);
    auto& told = hopeless ? told_hopeless_ : told_;
    if ((told & bit) != 0) return;
    told |= bit;
    faults_.on_fault(fault, hopeless);
  }
  void refuse(BrowserFault fault) noexcept {
    ++malformed_;
    tell(fault, malformed_ >= kHopelesslyMalformed);
  }

  void measure(std::span<const std::int16_t> samples) noexcept {
    for (const std::int16_t sample : samples) power_ += static_cast<double>(sample) * sample;
    measured_ += samples.size();
  }

  // 8 kHz samples of any number become frames of 20 ms.
  void deliver(std::span<const std::int16_t> samples) noexcept {
    for (const std::int16_t sample : samples) {
      incoming_.samples[incoming_.count++] = sample;
      if (incoming_.count == kFrame) pass_on(false);
      if (!running_) return;
    }
  }
  void pass_on(bool concealed) noexcept {
    incoming_.starts_at = MediaTime{delivered_, SampleRate::hz_8000};
    incoming_.concealed = concealed;
    delivered_ += kFrame;
    listener_->on_frame(incoming_);
    incoming_.count = 0;
  }

  void on_period(Instant, std::uint32_t) noexcept override {
    send();
    if (running_) watch_silence(clock_.now());
  }

  void send() noexcept {
    if (!source_->next_frame(outgoing_)) return;
    std::span<const std::int16_t> samples = outgoing_.used();
    if (audio_.rate == kHighRate) samples = std::span(doubled_).first(doubler_.convert(samples, doubled_));
    wire_.send_audio(pack_agent_audio(played_.generation(), played_.sent(), samples, message_));
    played_.send(samples.size());
    ++counted_.sent;
    if (std::max(played_.unheard(), played_.untold()) > kSlowestPlayer * audio_.rate)
      tell(BrowserFault::too_slow, true);
  }

  void watch_silence(Instant now) noexcept {
    const Duration silent = now - newest_;
    if (silent >= kNoticeSilence) tell(BrowserFault::no_audio, false);
    if (received_ > 0 && silent >= kFillAfter) {
      std::fill(incoming_.samples.begin() + incoming_.count, incoming_.samples.begin() + kFrame, std::int16_t{0});
      incoming_.count = kFrame;
      ++counted_.concealed;
      pass_on(true);
    }
    if (!running_ || lost_ || silent < (received_ > 0 ? audio_.silent_later : audio_.silent_at_first)) return;
    lost_ = true;
    listener_->on_media_lost(received_ > 0 ? MediaLoss::went_silent : MediaLoss::never_came);
  }

  // Given to us.
  BrowserAudio audio_;
  BrowserWire& wire_;
  BrowserFaults& faults_;
  SlotWheel& wheel_;
  Clock& clock_;
  MediaListener* listener_ = nullptr;
  FrameSource* source_ = nullptr;
  // Owned.
  PaceWatch pace_;
  PlayedAccount played_;
  Halver halver_;
  Doubler doubler_;
  // State.
  bool running_ = false;
  bool lost_ = false;
  Instant newest_{};            // audio of the caller
  std::uint64_t received_ = 0;  // samples at the client's rate that were taken
  std::uint64_t dropped_ = 0;
  std::int64_t delivered_ = 0;  // samples at 8 kHz
  std::uint64_t malformed_ = 0;
  unsigned told_ = 0;  // a bit a fault
  unsigned told_hopeless_ = 0;
  Instant keys_since_{};
  int keys_ = 0;
  double power_ = 0;
  std::uint64_t measured_ = 0;
  MediaStats counted_;
  AudioFrame incoming_;
  AudioFrame outgoing_;
  std::array<std::int16_t, kLongestMessage> unpacked_{};
  std::array<std::int16_t, kLongestMessage / 2 + 1> halved_{};
  std::array<std::int16_t, 2 * AudioFrame::kCapacity> doubled_{};
  std::array<char, kAgentAudioHeader + 4 * AudioFrame::kCapacity> message_{};
};

}  // namespace

std::unique_ptr<BrowserMedia> create_browser_media(const BrowserAudio& audio, BrowserWire& wire, BrowserFaults& faults,
                                                   SlotWheel& wheel, Clock& clock) {
  return std::make_unique<LiveBrowserMedia>(audio, wire, faults, wheel, clock);
}

}  // namespace parley
