// SPDX-License-Identifier: Apache-2.0
// The door of the page /try and of whoever speaks docs/browser-protocol.md: one WebSocket, one call.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "parley/api/access.hpp"
#include "parley/async/clock.hpp"
#include "parley/call/call_floor.hpp"
#include "parley/core/log.hpp"
#include "parley/core/meters.hpp"
#include "parley/net/web_socket.hpp"

namespace parley {

struct BrowserHello;
struct BrowserRefusal;

struct BrowserDoorSettings {
  std::vector<std::string> allowed_origins;  // besides the host that was asked: "https://example.org"
  std::chrono::milliseconds silent_at_first{30000};
  std::chrono::milliseconds silent_later{15000};
  bool recorded = false;  // told to the client
};

// Thread-safe. Outlives the server that it has given its gate to, and the floor's last call.
class BrowserDoor {
 public:
  struct Parts {
    Clock& clock;
    CallFloor& floor;
    const OrganizationDirectory& organizations;
    Access& access;
    Meters& meters;
    Log log;
  };

  BrowserDoor(BrowserDoorSettings settings, Parts parts);
  BrowserDoor(const BrowserDoor&) = delete;
  BrowserDoor& operator=(const BrowserDoor&) = delete;

  // For /v1/browser.
  WebSocketGate gate();

 private:
  class Visit;

  WebSocketVerdict let_in(const HttpRequest& request);
  Task<void> greet(std::unique_ptr<WebSocket> socket, std::size_t loop);
  // Takes the socket when there is room for the call; else says why not.
  std::optional<BrowserRefusal> place(const BrowserHello& hello, const Identification& who,
                                      std::unique_ptr<WebSocket>& socket, std::size_t loop);
  void count_refusal(const std::string& code);

  BrowserDoorSettings settings_;
  Parts parts_;
  std::atomic<int> waiting_ = 0;  // sockets that have not said hello yet
};

}  // namespace parley
