// SPDX-License-Identifier: Apache-2.0
#include "twiml.hpp"

namespace parley {
namespace {

constexpr std::string_view kHead = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Response>";
constexpr std::string_view kTail = "</Response>\n";
// Name and value of a parameter together stay below this (Twilio's limit), or it is left out.
constexpr std::size_t kLongestParameter = 500;

}  // namespace

std::string xml_escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&apos;";
        break;
      default:
        // XML 1.0 has no place for other control characters.
        out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
  }
  return out;
}

std::string twiml_connect(std::string_view stream_url, const FormFields& parameters) {
  std::string text(kHead);
  text.append("<Connect><Stream url=\"").append(xml_escaped(stream_url)).append("\">");
  for (const auto& [name, value] : parameters) {
    if (name.size() + value.size() >= kLongestParameter) continue;
    text.append("<Parameter name=\"").append(xml_escaped(name));
    text.append("\" value=\"").append(xml_escaped(value)).append("\"/>");
  }
  return text.append("</Stream></Connect>").append(kTail);
}

std::string twiml_say_and_hang_up(std::string_view text) {
  return std::string(kHead).append("<Say>").append(xml_escaped(text)).append("</Say><Hangup/>").append(kTail);
}

std::string twiml_dial(std::string_view target) {
  const std::string to = xml_escaped(target);
  const bool sip = target.starts_with("sip:") || target.starts_with("sips:");
  return std::string(kHead) + "<Dial>" + (sip ? "<Sip>" + to + "</Sip>" : to) + "</Dial>" + std::string(kTail);
}

}  // namespace parley
