// SPDX-License-Identifier: Apache-2.0
#include "sdp.hpp"

#include <charconv>
#include <sstream>
#include <vector>

namespace parley::peer {
namespace {

template <class Number>
std::optional<Number> number_in(std::string_view text) {
  Number value{};
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault != std::errc{} || end == text.data()) return std::nullopt;
  return value;
}

std::vector<std::string> words_of(std::string_view text) {
  std::istringstream stream{std::string(text)};
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

bool is_direction(std::string_view attribute) {
  return attribute == "sendrecv" || attribute == "sendonly" || attribute == "recvonly" || attribute == "inactive";
}

// "c=IN IP4 192.0.2.1/127" → the address; empty when it is none.
std::string host_in(std::string_view connection) {
  const auto words = words_of(connection);
  return words.size() < 3 ? std::string{} : words[2].substr(0, words[2].find('/'));
}

}  // namespace

std::string write_sdp(const AudioSession& ours, std::uint64_t session_id, std::uint64_t version) {
  const std::string family = ours.host.find(':') == std::string::npos ? "IP4 " : "IP6 ";
  const auto codec = std::to_string(ours.payload_type);
  std::string text = "v=0\r\no=parley-call " + std::to_string(session_id) + " " + std::to_string(version) + " IN " +
                     family + ours.host + "\r\ns=-\r\nc=IN " + family + ours.host + "\r\nt=0 0\r\nm=audio " +
                     std::to_string(ours.port) + " RTP/AVP " + codec;
  if (ours.telephone_event) text += " " + std::to_string(*ours.telephone_event);
  text += "\r\na=rtpmap:" + codec + (ours.payload_type == 0 ? " PCMU" : " PCMA") + "/8000\r\n";
  if (ours.telephone_event) {
    const auto event = std::to_string(*ours.telephone_event);
    text += "a=rtpmap:" + event + " telephone-event/8000\r\na=fmtp:" + event + " 0-15\r\n";
  }
  return text + "a=ptime:20\r\na=" + ours.direction + "\r\n";
}

Result<AudioSession> read_sdp(std::string_view text) {
  AudioSession session;
  bool has_audio = false;
  bool in_audio = false;
  bool in_media = false;
  std::string session_host;
  std::istringstream lines{std::string(text)};
  for (std::string line; std::getline(lines, line);) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (line.size() < 2 || line[1] != '=') continue;
    const std::string_view value = std::string_view(line).substr(2);
    if (line[0] == 'm') {
      in_media = true;
      in_audio = !has_audio && value.starts_with("audio ");
      if (!in_audio) continue;
      has_audio = true;
      const auto words = words_of(value);
      const auto port = words.size() > 3 ? number_in<std::uint16_t>(words[1]) : std::nullopt;
      if (!port) return Error{Fault::invalid_input, "malformed audio line in SDP"};
      session.port = *port;
      bool found = false;
      for (std::size_t i = 3; i < words.size() && !found; ++i) {
        const auto type = number_in<std::uint8_t>(words[i]);
        found = type && (*type == 0 || *type == 8);
        if (found) session.payload_type = *type;
      }
      if (!found && session.port != 0) return Error{Fault::unsupported, "SDP has neither PCMU nor PCMA"};
    } else if (line[0] == 'c') {
      if (in_audio) session.host = host_in(value);
      if (!in_media) session_host = host_in(value);
    } else if (line[0] == 'a' && (in_audio || !in_media)) {
      if (is_direction(value)) session.direction = value;
      if (in_audio && value.starts_with("rtpmap:") && value.find("telephone-event/8000") != std::string_view::npos) {
        session.telephone_event = number_in<std::uint8_t>(value.substr(7));
      }
    }
  }
  if (!has_audio) return Error{Fault::invalid_input, "SDP without audio"};
  if (session.host.empty()) session.host = session_host;
  if (session.host.empty()) return Error{Fault::invalid_input, "SDP without a connection address"};
  return session;
}

std::string mirrored_direction(std::string_view offered) {
  if (offered == "sendonly") return "recvonly";
  if (offered == "recvonly") return "sendonly";
  return std::string(offered);
}

}  // namespace parley::peer
