// SPDX-License-Identifier: Apache-2.0
// Media without a wire: the test is the caller's mouth and ear, 20 ms at a time.
#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

#include "parley/transports/media_transport.hpp"

namespace parley::test {

class LoopbackMedia final : public MediaTransport {
 public:
  void start(MediaListener& listener, FrameSource& source) override {
    listener_ = &listener;
    source_ = &source;
  }
  void stop() override { listener_ = nullptr; }
  void clear() override { ++cleared; }
  std::int64_t unheard() const override { return buffered; }
  bool send_digits(std::string_view digits) override {
    if (takes_keys) keys_sent += digits;
    return takes_keys;
  }
  MediaStats stats() const override { return {}; }

  bool running() const { return listener_ != nullptr; }
  MediaListener& listener() { return *listener_; }

  // One frame from the caller, one to the caller. Returns whether the agent was heard.
  bool exchange(bool voiced) {
    if (!running()) return false;
    AudioFrame frame;
    frame.count = 160;
    frame.starts_at = MediaTime{position_, SampleRate::hz_8000};
    for (std::size_t i = 0; i < 160; ++i) {
      const auto n = static_cast<double>(position_) + static_cast<double>(i);
      frame.samples[i] = voiced ? static_cast<std::int16_t>(9000 * std::sin(n * 0.35)) : static_cast<std::int16_t>(0);
    }
    position_ += 160;
    listener_->on_frame(frame);
    if (!running()) return false;
    AudioFrame out;
    const bool heard = source_->next_frame(out);
    if (heard) {
      turns_heard.push_back(out.turn);
      samples_heard.insert(samples_heard.end(), out.used().begin(), out.used().end());
    }
    return heard;
  }

  std::vector<TurnId> turns_heard;  // one entry a frame that was sent
  std::vector<std::int16_t> samples_heard;
  std::int64_t buffered = 0;  // samples that a carrier would still have to play
  int cleared = 0;
  bool takes_keys = true;
  std::string keys_sent;

 private:
  MediaListener* listener_ = nullptr;
  FrameSource* source_ = nullptr;
  std::int64_t position_ = 0;
};

}  // namespace parley::test
