// SPDX-License-Identifier: Apache-2.0
// One caller at a browser's socket, from hello to the closing of it: audio, what the page is told, what it says.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "browser_messages.hpp"
#include "parley/api/browser_door.hpp"
#include "parley/call/call_observer.hpp"
#include "parley/call/stream_door.hpp"
#include "parley/transports/browser_media.hpp"

namespace parley {

class BrowserCaller final : public StreamCaller, private CallObserver, private BrowserWire, private BrowserFaults {
 public:
  BrowserCaller(std::unique_ptr<WebSocket> socket, BrowserHello hello, const BrowserDoorSettings& settings,
                Meters& meters);
  ~BrowserCaller() override;

  CallObserver* observer() override { return this; }
  std::unique_ptr<StreamTransport> open(FloorCall& floor) override;
  bool on_ready(FloorCall& floor) override;
  void on_over(FloorCall& floor, CallEnd reason) override;
  void turn_away() override;

 private:
  class Line;

  // What the client says in a text message.
  void take(const std::string& text);
  void hang_up(CallEnd reason);
  void say(const std::string& message) { socket_->send(true, message); }
  void tell(const std::string& event) {
    if (phase_ == Phase::up) say(event);
  }
  std::chrono::milliseconds at() const;
  WebSocketClose close_code(std::uint16_t otherwise) const;

  void on_voice(bool speaking) override { tell(write_voice(at(), speaking)); }
  void on_transcript(const Transcript& transcript) override { tell(write_transcript(at(), transcript)); }
  void on_agent(AgentActivity activity) override { tell(write_agent(at(), activity)); }
  void on_greeting(const std::string& text) override { tell(write_greeting(at(), text)); }
  void on_turn(const TurnRecord& turn) override { tell(write_turn(at(), turn)); }

  void send_audio(std::string_view message) noexcept override { socket_->send(false, message); }
  void send_clear(std::uint32_t generation) noexcept override { say(write_clear(generation)); }
  void on_fault(BrowserFault fault, bool hopeless) noexcept override;

  // Given to us.
  BrowserHello hello_;
  const BrowserDoorSettings& settings_;
  Meters& meters_;
  FloorCall* floor_ = nullptr;  // from open() on
  // Owned.
  std::unique_ptr<WebSocket> socket_;
  BrowserMedia* media_ = nullptr;  // owned by the line, which ends before us
  // State.
  enum class Phase { opening, up, over };
  Phase phase_ = Phase::opening;
  Instant ready_at_{};
  std::optional<BrowserRefusal> fault_;  // for which the call was ended
  bool gone_ = false;                    // hung up: nobody waits for last words
};

}  // namespace parley
