// SPDX-License-Identifier: Apache-2.0
// Media that brings its own line: a carrier's or a browser's WebSocket carries audio, events and the end of the call.
#pragma once

#include <cstdint>
#include <string_view>

#include "parley/async/task.hpp"
#include "parley/transports/media_transport.hpp"

namespace parley {

class StreamTransport : public MediaTransport {
 public:
  // Reads the line until it is closed, by whichever side. Runs before start() and after stop() too: what buffers at the
  // other end answers until the end. A line that closes while media run is MediaLoss::transport_closed.
  virtual Task<void> run() = 0;
  // Returns when all that was sent was heard, as far as the other side says so, or the line is closed.
  virtual Task<void> heard_out() = 0;
  // Starts closing the line; run() ends when that is done. `why` for people: at most 120 bytes.
  virtual void close(std::uint16_t code, std::string_view why) = 0;
};

}  // namespace parley
