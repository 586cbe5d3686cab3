// SPDX-License-Identifier: Apache-2.0
// A session description (RFC 8866) as a value: only what offer and answer need.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parley/telephony/call_offer.hpp"

namespace parley::sip {

struct SdpFormat {
  std::string payload;   // as in the m-line
  std::string encoding;  // "PCMU/8000", empty without a=rtpmap

  friend bool operator==(const SdpFormat&, const SdpFormat&) = default;
};

struct SdpStream {
  std::string kind;  // audio, video, …
  std::uint16_t port = 0;
  std::string protocol;
  std::vector<SdpFormat> formats;
  std::string host;  // of its own c= line or the session's; empty when neither is there
  MediaDirection direction = MediaDirection::sendrecv;
  std::optional<std::uint32_t> ptime_ms;
  std::optional<std::uint32_t> maxptime_ms;

  friend bool operator==(const SdpStream&, const SdpStream&) = default;
};

struct SdpDescription {
  std::vector<SdpStream> streams;

  friend bool operator==(const SdpDescription&, const SdpDescription&) = default;
};

// nullopt: not a session description. Bounds: 16 KiB, 16 streams, 64 formats a stream.
std::optional<SdpDescription> parse_sdp(std::string_view text);

}  // namespace parley::sip
