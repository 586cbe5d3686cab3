// SPDX-License-Identifier: Apache-2.0
// Messages of Twilio Media Streams as values, both ways. Pure: bytes in, events out. SignalWire's cXML speaks the same.
//
// What is read, and what is not: fields in any order; numbers as JSON strings or numbers; fields that are missing where
// they are not needed; unknown fields. An event that we do not know is `unknown` and to be ignored. A message that is
// no JSON object, or lacks what its event cannot be without, is `broken`.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "form.hpp"

namespace parley {

struct TwilioEvent {
  enum class Kind : std::uint8_t { connected, start, media, dtmf, mark, stop, unknown, broken };

  Kind kind = Kind::broken;
  std::string_view stream_sid;  // empty in `connected`
  std::optional<std::uint64_t> sequence;

  // media
  std::string_view payload;  // base64 of raw mu-law at 8 kHz, of any length
  std::optional<std::uint64_t> chunk;
  std::optional<std::uint64_t> timestamp_ms;  // since the stream began
  bool inbound = true;                        // the caller's track
  // dtmf, mark
  std::string_view digit;
  std::string_view mark;
  // start
  std::string_view call_sid;
  std::string_view account_sid;
  std::string_view encoding;  // empty when not said
  std::optional<std::uint64_t> sample_rate;
  std::optional<std::uint64_t> channels;
  FormFields parameters;  // of <Parameter>
};

// Reuses its memory: views in an event are good until the next read().
class TwilioReader {
 public:
  TwilioReader();
  TwilioReader(TwilioReader&&) noexcept;
  TwilioReader& operator=(TwilioReader&&) noexcept;
  ~TwilioReader();
  const TwilioEvent& read(std::string_view message);

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
  std::string padded_;
  TwilioEvent event_;
};

// Writes into memory of its own: a view is good until the next call.
class TwilioWriter {
 public:
  // `stream_sid` consists of letters, digits, '-', '_', '.', ':' (see sane_sid).
  explicit TwilioWriter(std::string_view stream_sid);
  std::string_view media(std::span<const std::uint8_t> mu_law);
  std::string_view mark(std::string_view name);  // of the same characters
  std::string_view clear() const { return clear_; }

 private:
  std::string media_head_;
  std::string mark_head_;
  std::string clear_;
  std::string text_;
};

// Identifiers that may stand in JSON, XML and a log as they are: 1 to 64 characters.
bool sane_sid(std::string_view sid);

}  // namespace parley
