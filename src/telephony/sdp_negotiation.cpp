// SPDX-License-Identifier: Apache-2.0
#include "sdp_negotiation.hpp"

#include <algorithm>

#include "header_text.hpp"

namespace parley::sip {
namespace {

constexpr std::uint32_t kShortestPtime = 10;
constexpr std::uint32_t kLongestPtime = 60;
constexpr std::uint32_t kOurPtime = 20;
constexpr std::uint8_t kOfferedTelephoneEvent = 101;

std::optional<std::uint8_t> payload_number(const SdpFormat& format) {
  const auto number = whole_number(format.payload);
  if (!number || *number > 127) return std::nullopt;
  return static_cast<std::uint8_t>(*number);
}

// "PCMU/8000" or "PCMU/8000/1"
bool is_encoding(const SdpFormat& format, std::string_view name) {
  const std::string wanted = std::string(name) + "/8000";
  return same_token(format.encoding, wanted) || same_token(format.encoding, wanted + "/1");
}

// Payload types 0 and 8 are static (RFC 3551) unless an rtpmap says otherwise.
std::optional<Codec> codec_of(const SdpFormat& format) {
  if (is_encoding(format, "PCMU") || (format.encoding.empty() && format.payload == "0")) return Codec::pcmu;
  if (is_encoding(format, "PCMA") || (format.encoding.empty() && format.payload == "8")) return Codec::pcma;
  return std::nullopt;
}

std::uint32_t sending_ptime(const SdpStream& stream) {
  auto wanted = stream.ptime_ms.value_or(kOurPtime);
  if (stream.maxptime_ms) wanted = std::min(wanted, *stream.maxptime_ms);
  return std::clamp(wanted / 10 * 10, kShortestPtime, kLongestPtime);
}

// The hold of RFC 2543 is c=0.0.0.0: the peer can hear nothing.
MediaDirection effective_direction(const SdpStream& stream) {
  if (stream.host != "0.0.0.0") return stream.direction;
  const bool sends = stream.direction == MediaDirection::sendrecv || stream.direction == MediaDirection::sendonly;
  return sends ? MediaDirection::sendonly : MediaDirection::inactive;
}

std::optional<NegotiatedAudio> audio_of(const SdpStream& stream) {
  const bool spoken = stream.protocol == "RTP/AVP" || stream.protocol == "RTP/AVPF";
  if (stream.kind != "audio" || stream.port == 0 || !spoken || !is_ip_address(stream.host)) return std::nullopt;
  NegotiatedAudio audio;
  bool found = false;
  for (const auto& format : stream.formats) {
    const auto payload = payload_number(format);
    if (!payload) continue;
    const auto codec = codec_of(format);
    if (codec && !found) {
      found = true;
      audio.codec = *codec;
      audio.payload_type = *payload;
    }
    if (!audio.telephone_event && is_encoding(format, "telephone-event")) audio.telephone_event = *payload;
  }
  if (!found) return std::nullopt;
  audio.ptime_ms = sending_ptime(stream);
  audio.remote = {stream.host, stream.port};
  audio.direction = mirrored(effective_direction(stream));
  return audio;
}

std::string_view name_of(Codec codec) { return codec == Codec::pcmu ? "PCMU" : "PCMA"; }

std::string_view name_of(MediaDirection direction) {
  switch (direction) {
    case MediaDirection::sendrecv:
      return "sendrecv";
    case MediaDirection::sendonly:
      return "sendonly";
    case MediaDirection::recvonly:
      return "recvonly";
    case MediaDirection::inactive:
      return "inactive";
  }
  return "sendrecv";
}

std::string connection_of(const MediaAddress& local) {
  return std::string(is_ipv6_address(local.host) ? "IN IP6 " : "IN IP4 ") + local.host;
}

std::string session_part(const MediaAddress& local) { return "s=-\r\nc=" + connection_of(local) + "\r\nt=0 0\r\n"; }

std::string rtpmap(unsigned payload, std::string_view encoding) {
  return "a=rtpmap:" + std::to_string(payload) + " " + std::string(encoding) + "/8000\r\n";
}

std::string telephone_event_lines(unsigned payload) {
  return rtpmap(payload, "telephone-event") + "a=fmtp:" + std::to_string(payload) + " 0-15\r\n";
}

std::string stream_end(MediaDirection direction) {
  return "a=ptime:" + std::to_string(kOurPtime) + "\r\na=" + std::string(name_of(direction)) + "\r\n";
}

std::string accepted_stream(const SdpStream& offered, const NegotiatedAudio& audio, const MediaAddress& local) {
  const unsigned payload = audio.payload_type;
  std::string text = "m=audio " + std::to_string(local.port) + " " + offered.protocol + " " + std::to_string(payload);
  if (audio.telephone_event) text += " " + std::to_string(unsigned{*audio.telephone_event});
  text += "\r\n" + rtpmap(payload, name_of(audio.codec));
  if (audio.telephone_event) text += telephone_event_lines(*audio.telephone_event);
  return text + stream_end(audio.direction);
}

}  // namespace

MediaDirection mirrored(MediaDirection theirs) {
  if (theirs == MediaDirection::sendonly) return MediaDirection::recvonly;
  if (theirs == MediaDirection::recvonly) return MediaDirection::sendonly;
  return theirs;
}

std::optional<AudioChoice> choose_audio(const SdpDescription& theirs) {
  for (std::size_t at = 0; at < theirs.streams.size(); ++at) {
    auto audio = audio_of(theirs.streams[at]);
    if (audio) return AudioChoice{at, std::move(*audio)};
  }
  return std::nullopt;
}

std::string answer_body(const SdpDescription& offer, const AudioChoice& choice, const MediaAddress& local) {
  auto text = session_part(local);
  for (std::size_t at = 0; at < offer.streams.size(); ++at) {
    const auto& offered = offer.streams[at];
    if (at == choice.stream) {
      text += accepted_stream(offered, choice.audio, local);
    } else {  // refused with port 0 in its place (RFC 3264 §6)
      text += "m=" + offered.kind + " 0 " + offered.protocol + " " + offered.formats.front().payload + "\r\n";
    }
  }
  return text;
}

std::string offer_body(const MediaAddress& local, std::optional<std::uint8_t> telephone_event) {
  const unsigned event = telephone_event.value_or(kOfferedTelephoneEvent);
  return session_part(local) + "m=audio " + std::to_string(local.port) + " RTP/AVP 0 8 " + std::to_string(event) +
         "\r\n" + rtpmap(0, "PCMU") + rtpmap(8, "PCMA") + telephone_event_lines(event) +
         stream_end(MediaDirection::sendrecv);
}

std::string SdpAuthor::sign(const std::string& body, const MediaAddress& local) {
  if (body != last_) {
    ++version_;
    last_ = body;
  }
  return "v=0\r\no=- " + std::to_string(session_id_) + " " + std::to_string(version_) + " " + connection_of(local) +
         "\r\n" + body;
}

}  // namespace parley::sip
