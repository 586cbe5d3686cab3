// SPDX-License-Identifier: Apache-2.0
// The little SDP (RFC 4566) that a caller with one audio stream writes and reads.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "parley/core/result.hpp"
#include "parley/peer/call_plan.hpp"

namespace parley::peer {

struct AudioSession {
  std::string host;
  std::uint16_t port = 0;  // 0: the stream is refused
  std::uint8_t payload_type = 0;
  std::optional<std::uint8_t> telephone_event;
  std::string direction = "sendrecv";

  friend bool operator==(const AudioSession&, const AudioSession&) = default;
};

constexpr std::uint8_t payload_type_of(CallerCodec codec) { return codec == CallerCodec::pcmu ? 0 : 8; }

std::string write_sdp(const AudioSession& ours, std::uint64_t session_id, std::uint64_t version);
// Reads an answer or offer; the first audio payload type of it that is PCMU or PCMA counts.
Result<AudioSession> read_sdp(std::string_view text);
// What we say to an offered direction (RFC 3264 §6.1).
std::string mirrored_direction(std::string_view offered);

}  // namespace parley::peer
