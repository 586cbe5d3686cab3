// SPDX-License-Identifier: Apache-2.0
// The text messages of docs/browser-protocol.md. Pure: text in, values out, and back.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "parley/call/call_observer.hpp"
#include "parley/core/result.hpp"
#include "parley/transports/browser_media.hpp"

namespace parley {

struct BrowserHello {
  std::string key;
  std::string organization;  // empty: not named
  std::string number;        // empty: not named
  std::uint32_t sample_rate = 0;
  std::string from;
};

// Why a call is not taken, or is ended, in words that the page shows.
struct BrowserRefusal {
  BrowserRefusal() = default;
  BrowserRefusal(std::string code_name, std::string detail_text, std::string remedy_text)
      : code(std::move(code_name)), detail(std::move(detail_text)), remedy(std::move(remedy_text)) {}

  std::string code;
  std::string detail;
  std::string remedy;
};

// The first message. A refusal has the code bad_message, wrong_protocol or bad_sample_rate.
std::variant<BrowserHello, BrowserRefusal> read_hello(std::string_view text);

struct PlayedMessage {
  std::uint32_t generation = 0;
  std::uint32_t position = 0;
};
struct DigitMessage {
  char digit = 0;
};
struct HangUpMessage {};
struct SecondHello {};
struct BadMessage {};  // no JSON object, an unknown type, wrong fields, or longer than 4 KiB
using BrowserMessage = std::variant<BadMessage, PlayedMessage, DigitMessage, HangUpMessage, SecondHello>;
BrowserMessage read_browser_message(std::string_view text);

struct ReadyMessage {
  std::string call_id;
  std::string organization;
  std::string organization_name;
  std::uint32_t sample_rate = 0;
  std::uint32_t generation = 0;
  bool recorded = false;
};

// `at`: since `ready`.
std::string write_ready(const ReadyMessage& ready);
std::string write_refused(const BrowserRefusal& refusal);
std::string write_clear(std::uint32_t generation);
std::string write_voice(std::chrono::milliseconds at, bool speaking);
std::string write_transcript(std::chrono::milliseconds at, const Transcript& transcript);
std::string write_agent(std::chrono::milliseconds at, AgentActivity activity);
std::string write_greeting(std::chrono::milliseconds at, const std::string& text);
std::string write_turn(std::chrono::milliseconds at, const TurnRecord& turn);
std::string write_media(std::chrono::milliseconds at, const BrowserFigures& figures);
std::string write_notice(std::chrono::milliseconds at, const BrowserRefusal& notice);
// `why` may be empty but for its code, which is the reason.
std::string write_ended(std::chrono::milliseconds at, const std::string& call_id, const BrowserRefusal& why);

// What a fault of the client means to the people at it; its code is the one of the protocol.
BrowserRefusal explain(BrowserFault fault);

}  // namespace parley
