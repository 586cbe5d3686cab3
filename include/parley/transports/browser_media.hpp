// SPDX-License-Identifier: Apache-2.0
// The audio of one call over a browser's WebSocket (docs/browser-protocol.md). Knows no socket and no JSON: messages
// come in by hear(), played() and press(), and go out by a BrowserWire.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "parley/async/clock.hpp"
#include "parley/transports/media_transport.hpp"
#include "parley/transports/slot_wheel.hpp"

namespace parley {

// What goes to the client. Called on the call's executor; must not block.
class BrowserWire {
 public:
  virtual ~BrowserWire() = default;
  virtual void send_audio(std::string_view message) noexcept = 0;
  virtual void send_clear(std::uint32_t generation) noexcept = 0;
};

enum class BrowserFault : std::uint8_t { no_audio, bad_audio, too_fast, too_slow, bad_message };

// Told once when a fault first shows, and once when there is so much of it that the call has to end.
class BrowserFaults {
 public:
  virtual ~BrowserFaults() = default;
  virtual void on_fault(BrowserFault fault, bool hopeless) noexcept = 0;
};

struct BrowserAudio {
  std::uint32_t rate = 16000;  // 8000 or 16000
  std::chrono::milliseconds silent_at_first{30000};
  std::chrono::milliseconds silent_later{15000};
};

struct BrowserFigures {
  std::chrono::milliseconds received{0};
  std::chrono::milliseconds sent{0};
  std::chrono::milliseconds unheard{0};
  std::chrono::milliseconds dropped{0};  // came faster than time passes
  std::uint64_t malformed = 0;
  std::optional<double> caller_dbfs;  // of what came since the last figures; nullopt: digital silence, or nothing
};

// clear() after stop() does nothing: the last words of a call may be heard.
class BrowserMedia : public MediaTransport {
 public:
  virtual void hear(std::string_view message) noexcept = 0;  // a binary message
  // False: such a generation or position cannot be; it is counted.
  virtual bool played(std::uint32_t generation, std::uint32_t position) noexcept = 0;
  // False: no key of a telephone, or more than 20 in a second; it is counted.
  virtual bool press(char digit) noexcept = 0;
  virtual void count_malformed() noexcept = 0;  // a text message that made no sense
  virtual std::uint32_t generation() const = 0;
  virtual BrowserFigures figures() = 0;
};

// `wheel` and `clock` belong to the executor that all of it is used on; everything outlives the transport.
std::unique_ptr<BrowserMedia> create_browser_media(const BrowserAudio& audio, BrowserWire& wire, BrowserFaults& faults,
                                                   SlotWheel& wheel, Clock& clock);

}  // namespace parley
