// SPDX-License-Identifier: Apache-2.0
#include "twilio_codec.hpp"

#include <simdjson.h>

#include <algorithm>
#include <cctype>
#include <charconv>

#include "parley/core/base64.hpp"

namespace parley {
namespace {

using simdjson::dom::element;
using simdjson::dom::object;
using Kind = TwilioEvent::Kind;

// Twilio sends a handful; a message is bounded anyway.
constexpr std::size_t kMostParameters = 32;

std::string_view text_at(const object& from, std::string_view name) {
  std::string_view value;
  return from[name].get(value) == simdjson::SUCCESS ? value : std::string_view();
}

// A number, or a number in a string.
std::optional<std::uint64_t> number_at(const object& from, std::string_view name) {
  element found;
  if (from[name].get(found) != simdjson::SUCCESS) return std::nullopt;
  std::uint64_t value = 0;
  if (found.get(value) == simdjson::SUCCESS) return value;
  std::string_view text;
  if (found.get(text) != simdjson::SUCCESS || text.empty()) return std::nullopt;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool read_start(const object& start, TwilioEvent& event) {
  const auto sid = text_at(start, "streamSid");
  if (event.stream_sid.empty()) event.stream_sid = sid;
  event.call_sid = text_at(start, "callSid");
  event.account_sid = text_at(start, "accountSid");
  object format;
  if (start["mediaFormat"].get(format) == simdjson::SUCCESS) {
    event.encoding = text_at(format, "encoding");
    event.sample_rate = number_at(format, "sampleRate");
    event.channels = number_at(format, "channels");
  }
  object parameters;
  if (start["customParameters"].get(parameters) == simdjson::SUCCESS) {
    for (const auto parameter : parameters) {
      std::string_view value;
      if (parameter.value.get(value) != simdjson::SUCCESS) continue;
      if (event.parameters.size() < kMostParameters) event.parameters.emplace_back(parameter.key, value);
    }
  }
  return sane_sid(event.stream_sid);
}

bool read_media(const object& media, TwilioEvent& event) {
  const bool has_payload = media["payload"].get(event.payload) == simdjson::SUCCESS;
  event.chunk = number_at(media, "chunk");
  event.timestamp_ms = number_at(media, "timestamp");
  const auto track = text_at(media, "track");
  event.inbound = track.empty() || track.starts_with("inbound");
  return has_payload;
}

Kind read_event(const object& message, TwilioEvent& event) {
  std::string_view name;
  if (message["event"].get(name) != simdjson::SUCCESS) return Kind::broken;
  event.stream_sid = text_at(message, "streamSid");
  event.sequence = number_at(message, "sequenceNumber");
  if (name == "connected") return Kind::connected;
  if (name == "stop") return Kind::stop;
  if (name != "start" && name != "media" && name != "dtmf" && name != "mark") return Kind::unknown;
  object body;
  if (message[name].get(body) != simdjson::SUCCESS) return Kind::broken;
  if (name == "media") return read_media(body, event) ? Kind::media : Kind::broken;
  if (name == "start") return read_start(body, event) ? Kind::start : Kind::broken;
  if (name == "dtmf") {
    event.digit = text_at(body, "digit");
    return event.digit.empty() ? Kind::broken : Kind::dtmf;
  }
  event.mark = text_at(body, "name");
  return event.mark.empty() ? Kind::broken : Kind::mark;
}

}  // namespace

struct TwilioReader::Parser {
  simdjson::dom::parser json;
};

TwilioReader::TwilioReader() : parser_(std::make_unique<Parser>()) {}
TwilioReader::TwilioReader(TwilioReader&&) noexcept = default;
TwilioReader& TwilioReader::operator=(TwilioReader&&) noexcept = default;
TwilioReader::~TwilioReader() = default;

const TwilioEvent& TwilioReader::read(std::string_view message) {
  event_.parameters.clear();
  auto parameters = std::move(event_.parameters);
  event_ = TwilioEvent();
  event_.parameters = std::move(parameters);
  // The parser reads beyond the end in whole words.
  padded_.assign(message);
  padded_.append(simdjson::SIMDJSON_PADDING, '\0');
  object fields;
  if (parser_->json.parse(padded_.data(), message.size(), false).get(fields) == simdjson::SUCCESS) {
    event_.kind = read_event(fields, event_);
  }
  return event_;
}

TwilioWriter::TwilioWriter(std::string_view stream_sid) {
  const std::string stream = R"(","streamSid":")" + std::string(stream_sid) + '"';
  media_head_ = R"({"event":"media)" + stream + R"(,"media":{"payload":")";
  mark_head_ = R"({"event":"mark)" + stream + R"(,"mark":{"name":")";
  clear_ = R"({"event":"clear)" + stream + '}';
}

std::string_view TwilioWriter::media(std::span<const std::uint8_t> mu_law) {
  text_.assign(media_head_);
  base64_append(mu_law, text_);
  return text_.append("\"}}");
}

std::string_view TwilioWriter::mark(std::string_view name) {
  return text_.assign(mark_head_).append(name).append("\"}}");
}

bool sane_sid(std::string_view sid) {
  return !sid.empty() && sid.size() <= 64 && std::all_of(sid.begin(), sid.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.' || c == ':';
  });
}

}  // namespace parley
