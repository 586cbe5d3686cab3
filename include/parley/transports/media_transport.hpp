// SPDX-License-Identifier: Apache-2.0
// The audio of one call, whatever carries it: RTP now, carriers' WebSockets and browsers later.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "parley/core/audio_frame.hpp"
#include "parley/core/time.hpp"

namespace parley {

// Why media ended by itself.
enum class MediaLoss { never_came, went_silent, transport_closed };

// What a transport tells the call. Called on the call's executor; on_frame is the 20 ms path and never allocates.
class MediaListener {
 public:
  virtual ~MediaListener() = default;
  virtual void on_frame(const AudioFrame& frame) noexcept = 0;
  virtual void on_first_packet() = 0;     // the caller's path is open
  virtual void on_digit(char digit) = 0;  // '0'–'9', '*', '#', 'A'–'D'; once a key press
  virtual void on_media_lost(MediaLoss loss) = 0;
};

// What a transport asks for every 20 ms.
class FrameSource {
 public:
  virtual ~FrameSource() = default;
  // Fills `frame` with the next 20 ms at 8 kHz and returns true; false means send silence. Never allocates.
  virtual bool next_frame(AudioFrame& frame) noexcept = 0;
};

struct MediaStats {
  std::uint64_t received = 0, sent = 0, lost = 0, late = 0, malformed = 0, foreign = 0, concealed = 0;
  double jitter_ms = 0;
};

// Owned by the call, used on its executor. Listener and source outlive it or are taken away with stop().
class MediaTransport {
 public:
  virtual ~MediaTransport() = default;
  virtual void start(MediaListener& listener, FrameSource& source) = 0;
  virtual void stop() = 0;  // no callback after this
  // What a carrier has buffered is thrown away; for RTP there is nothing beyond the playout.
  virtual void clear() = 0;
  // Samples at 8 kHz that were taken from the source and are not known to have been played to the caller: what carriers
  // and browsers buffer, by their marks. RTP has no such knowledge and says 0.
  virtual std::int64_t unheard() const { return 0; }
  // To be pressed towards the peer while the agent's speech waits. False: this line cannot, or these are no keys.
  virtual bool send_digits(std::string_view) { return false; }
  virtual MediaStats stats() const = 0;
};

}  // namespace parley
