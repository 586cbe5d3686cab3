// SPDX-License-Identifier: Apache-2.0
#include "browser_messages.hpp"

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "call_json.hpp"

namespace parley {
namespace {

using Json = nlohmann::ordered_json;
using nlohmann::json;

constexpr std::size_t kLongestText = 4096;
constexpr std::size_t kLongestFrom = 64;

// nullopt: no JSON object.
std::optional<json> object_of(std::string_view text) {
  if (text.size() > kLongestText) return std::nullopt;
  auto parsed = json::parse(text.begin(), text.end(), nullptr, false);
  if (!parsed.is_object()) return std::nullopt;
  return parsed;
}

// nullopt: there, but no string. Empty: absent or null.
std::optional<std::string> text_field(const json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end() || found->is_null()) return std::string();
  if (!found->is_string()) return std::nullopt;
  return found->get<std::string>();
}

std::optional<std::uint32_t> number_field(const json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end() || !found->is_number_unsigned()) return std::nullopt;
  const auto value = found->get<std::uint64_t>();
  if (value > std::numeric_limits<std::uint32_t>::max()) return std::nullopt;
  return static_cast<std::uint32_t>(value);
}

std::string dump(const Json& message) { return message.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace); }

Json event(const char* type, std::chrono::milliseconds at) {
  Json message;
  message["type"] = type;
  message["at_ms"] = at.count();
  return message;
}

Json or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

BrowserRefusal bad_hello(std::string detail) {
  return {"bad_message", std::move(detail), "The first message is the hello of docs/browser-protocol.md."};
}

const char* name_of(AgentActivity activity) {
  switch (activity) {
    case AgentActivity::silent:
      return "silent";
    case AgentActivity::thinking:
      return "thinking";
    case AgentActivity::speaking:
      return "speaking";
    case AgentActivity::paused:
      return "paused";
  }
  return "silent";
}

double rounded(double value, double step) { return std::round(value / step) * step; }

}  // namespace

std::variant<BrowserHello, BrowserRefusal> read_hello(std::string_view text) {
  const auto message = object_of(text);
  if (!message) return bad_hello("The first message is no JSON object.");
  if (text_field(*message, "type") != "hello") return bad_hello("The first message is no hello.");
  const auto protocol = number_field(*message, "protocol");
  if (protocol != 1U) {
    return BrowserRefusal("wrong_protocol", "This server speaks protocol 1.", "Reload the page, or update the client.");
  }
  const auto key = text_field(*message, "key");
  const auto organization = text_field(*message, "organization");
  const auto number = text_field(*message, "number");
  const auto from = text_field(*message, "from");
  const auto rate = number_field(*message, "sample_rate");
  if (!key || !organization || !number || !from || !rate) {
    return bad_hello("A field of the hello is missing or has a wrong type.");
  }
  if (from->size() > kLongestFrom) return bad_hello("'from' has more than 64 characters.");
  if (*rate != 8000 && *rate != 16000) {
    return BrowserRefusal("bad_sample_rate", std::to_string(*rate) + " samples a second are not taken.",
                          "Resample the microphone to 16000 or 8000 and say so in the hello.");
  }
  return BrowserHello{*key, *organization, *number, *rate, *from};
}

BrowserMessage read_browser_message(std::string_view text) {
  const auto message = object_of(text);
  if (!message) return BadMessage{};
  const auto type = text_field(*message, "type");
  if (type == "played") {
    const auto generation = number_field(*message, "generation");
    const auto position = number_field(*message, "position");
    if (!generation || !position) return BadMessage{};
    return PlayedMessage{*generation, *position};
  }
  if (type == "dtmf") {
    const auto digit = text_field(*message, "digit");
    if (!digit || digit->size() != 1) return BadMessage{};
    return DigitMessage{digit->front()};
  }
  if (type == "hang_up") return HangUpMessage{};
  if (type == "hello") return SecondHello{};
  return BadMessage{};
}

std::string write_ready(const ReadyMessage& ready) {
  Json message;
  message["type"] = "ready";
  message["protocol"] = 1;
  message["call_id"] = ready.call_id;
  message["organization"]["key"] = ready.organization;
  message["organization"]["name"] = ready.organization_name;
  message["sample_rate"] = ready.sample_rate;
  message["frame_ms"] = 20;
  message["generation"] = ready.generation;
  message["recorded"] = ready.recorded;
  return dump(message);
}

std::string write_refused(const BrowserRefusal& refusal) {
  Json message;
  message["type"] = "refused";
  message["code"] = refusal.code;
  message["detail"] = refusal.detail;
  message["remedy"] = or_null(refusal.remedy);
  return dump(message);
}

std::string write_clear(std::uint32_t generation) {
  Json message;
  message["type"] = "clear";
  message["generation"] = generation;
  return dump(message);
}

std::string write_voice(std::chrono::milliseconds at, bool speaking) {
  auto message = event("voice", at);
  message["speaking"] = speaking;
  return dump(message);
}

std::string write_transcript(std::chrono::milliseconds at, const Transcript& transcript) {
  auto message = event("transcript", at);
  message["utterance"] = transcript.utterance;
  message["final"] = transcript.final;
  message["text"] = transcript.text;
  message["confidence"] = transcript.confidence;
  message["completeness"] = transcript.completeness;
  return dump(message);
}

std::string write_agent(std::chrono::milliseconds at, AgentActivity activity) {
  auto message = event("agent", at);
  message["activity"] = name_of(activity);
  return dump(message);
}

std::string write_greeting(std::chrono::milliseconds at, const std::string& text) {
  auto message = event("greeting", at);
  message["text"] = text;
  return dump(message);
}

std::string write_turn(std::chrono::milliseconds at, const TurnRecord& turn) {
  auto message = event("turn", at);
  message["turn"] = to_json(turn);
  return dump(message);
}

std::string write_media(std::chrono::milliseconds at, const BrowserFigures& figures) {
  auto message = event("media", at);
  message["received_ms"] = figures.received.count();
  message["sent_ms"] = figures.sent.count();
  message["unheard_ms"] = figures.unheard.count();
  message["dropped_ms"] = figures.dropped.count();
  message["malformed"] = figures.malformed;
  message["caller_dbfs"] = figures.caller_dbfs ? Json(rounded(*figures.caller_dbfs, 0.1)) : Json(nullptr);
  return dump(message);
}

std::string write_notice(std::chrono::milliseconds at, const BrowserRefusal& notice) {
  auto message = event("notice", at);
  message["code"] = notice.code;
  message["detail"] = notice.detail;
  message["remedy"] = or_null(notice.remedy);
  return dump(message);
}

std::string write_ended(std::chrono::milliseconds at, const std::string& call_id, const BrowserRefusal& why) {
  auto message = event("ended", at);
  message["reason"] = why.code;
  message["detail"] = or_null(why.detail);
  message["remedy"] = or_null(why.remedy);
  message["call_id"] = call_id;
  return dump(message);
}

BrowserRefusal explain(BrowserFault fault) {
  switch (fault) {
    case BrowserFault::no_audio:
      return {"no_audio", "No audio has arrived for 5 seconds.",
              "Look at the microphone and the socket; a muted microphone sends silence, not nothing."};
    case BrowserFault::bad_audio:
      return {"bad_audio", "What arrived as audio is none: an odd number of bytes, or more than 250 ms in a message.",
              "Send 16 bit samples, 20 ms in a message."};
    case BrowserFault::too_fast:
      return {"too_fast", "Audio arrives faster than time passes.",
              "Was 48 kHz sent where another rate was declared? Resample to the rate of the hello."};
    case BrowserFault::too_slow:
      return {"too_slow", "The agent's audio was not played for 10 seconds, or nobody told that it was.",
              "Play what comes and send 'played'; a slow network or a sleeping tab does this too."};
    case BrowserFault::bad_message:
      return {"bad_message", "A message made no sense.", "Compare the client with docs/browser-protocol.md."};
  }
  return {};
}

}  // namespace parley
