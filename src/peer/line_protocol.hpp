// SPDX-License-Identifier: Apache-2.0
// A door's protocol over one WebSocket as its client speaks it: messages in, messages and facts out. Pure.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "caller_line.hpp"
#include "caller_playout.hpp"
#include "parley/net/web_socket.hpp"
#include "parley/peer/call_plan.hpp"

namespace parley::peer {

struct LineActions {
  std::vector<WebSocketMessage> send;
  std::optional<std::string> answered;  // with the call's id, where the door tells it
  std::optional<LineEnd> ended;         // the other side ended it, or refused
};

class LineProtocol {
 public:
  virtual ~LineProtocol() = default;
  virtual LineActions opened() = 0;
  // What sounds goes to `playout`.
  virtual LineActions on(const WebSocketMessage& message, CallTime now, CallerPlayout& playout) = 0;
  // An entry of the playout begins.
  virtual LineActions begins(const CallerPlayout::Entry& entry) = 0;
  virtual WebSocketMessage sound(std::span<const std::int16_t> slot) = 0;  // kSlotSamples
  virtual WebSocketMessage key(char digit) = 0;
  virtual WebSocketMessage hang_up() = 0;
};

std::unique_ptr<LineProtocol> create_twilio_protocol(const CallPlan& plan, std::string unique);
std::unique_ptr<LineProtocol> create_browser_protocol(const CallPlan& plan);

}  // namespace parley::peer
