// SPDX-License-Identifier: Apache-2.0
#include "sdp.hpp"

#include <algorithm>

#include "header_text.hpp"

namespace parley::sip {
namespace {

constexpr std::size_t kMaxBytes = 16 * 1024;
constexpr std::size_t kMaxStreams = 16;
constexpr std::size_t kMaxFormats = 64;
// Parts of an offer are echoed in the answer: nothing in them may start a line.
constexpr std::string_view kControls{"\0\r", 2};

std::string_view next_word(std::string_view& text) {
  text = trimmed(text);
  const auto end = std::min(text.find(' '), text.size());
  const auto word = text.substr(0, end);
  text.remove_prefix(end);
  return word;
}

std::optional<MediaDirection> direction_named(std::string_view name) {
  if (name == "sendrecv") return MediaDirection::sendrecv;
  if (name == "sendonly") return MediaDirection::sendonly;
  if (name == "recvonly") return MediaDirection::recvonly;
  if (name == "inactive") return MediaDirection::inactive;
  return std::nullopt;
}

// "IN IP4 192.0.2.1/127"
std::optional<std::string> connection_host(std::string_view value) {
  if (next_word(value) != "IN") return std::nullopt;
  const auto family = next_word(value);
  if (family != "IP4" && family != "IP6") return std::nullopt;
  const auto host = next_word(value);
  if (host.empty()) return std::nullopt;
  return std::string(host.substr(0, host.find('/')));
}

// "audio 49170/2 RTP/AVP 0 8"
std::optional<SdpStream> media_line(std::string_view value) {
  SdpStream stream;
  stream.kind = next_word(value);
  const auto port_text = next_word(value);
  const auto port = whole_number(port_text.substr(0, port_text.find('/')));
  stream.protocol = next_word(value);
  if (stream.kind.empty() || !port || *port > 65535 || stream.protocol.empty()) return std::nullopt;
  stream.port = static_cast<std::uint16_t>(*port);
  for (auto format = next_word(value); !format.empty(); format = next_word(value)) {
    if (stream.formats.size() == kMaxFormats) return std::nullopt;
    stream.formats.push_back({std::string(format), {}});
  }
  if (stream.formats.empty()) return std::nullopt;
  return stream;
}

class Reader {
 public:
  bool line(char type, std::string_view value) {
    switch (type) {
      case 'c':
        return connection(value);
      case 'm':
        return media(value);
      case 'a':
        attribute(value);
        return true;
      default:
        return true;
    }
  }
  SdpDescription finish() { return std::move(description_); }

 private:
  bool connection(std::string_view value) {
    auto host = connection_host(value);
    if (!host) return false;
    (current() ? current()->host : session_host_) = std::move(*host);
    return true;
  }

  bool media(std::string_view value) {
    auto stream = media_line(value);
    if (!stream || description_.streams.size() == kMaxStreams) return false;
    stream->host = session_host_;
    stream->direction = session_direction_;
    description_.streams.push_back(std::move(*stream));
    return true;
  }

  // A broken or unknown attribute is ignored (RFC 8866 §5.13).
  void attribute(std::string_view text) {
    const auto colon = text.find(':');
    const auto name = text.substr(0, colon);
    auto value = colon == std::string_view::npos ? std::string_view{} : text.substr(colon + 1);
    if (const auto direction = direction_named(trimmed(name))) {
      (current() ? current()->direction : session_direction_) = *direction;
    }
    if (!current()) return;
    if (name == "ptime") current()->ptime_ms = whole_number(trimmed(value));
    if (name == "maxptime") current()->maxptime_ms = whole_number(trimmed(value));
    if (name == "rtpmap") {
      const auto payload = next_word(value);
      for (auto& format : current()->formats) {
        if (format.payload == payload && format.encoding.empty()) format.encoding = trimmed(value);
      }
    }
  }

  SdpStream* current() { return description_.streams.empty() ? nullptr : &description_.streams.back(); }

  SdpDescription description_;
  std::string session_host_;
  MediaDirection session_direction_ = MediaDirection::sendrecv;
};

}  // namespace

std::optional<SdpDescription> parse_sdp(std::string_view text) {
  if (text.size() > kMaxBytes) return std::nullopt;
  Reader reader;
  bool first = true;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto line = trimmed(text.substr(0, end));  // bare LF is common
    text.remove_prefix(std::min(text.size(), end + 1));
    if (line.empty()) continue;
    if (line.size() < 2 || line[1] != '=' || line.find_first_of(kControls) != std::string_view::npos)
      return std::nullopt;
    if (first && line != "v=0") return std::nullopt;
    first = false;
    if (!reader.line(line[0], line.substr(2))) return std::nullopt;
  }
  if (first) return std::nullopt;
  return reader.finish();
}

}  // namespace parley::sip
