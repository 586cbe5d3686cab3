// SPDX-License-Identifier: Apache-2.0
#include "parley/peer/call_plan.hpp"

#include <charconv>
#include <utility>

namespace parley::peer {

std::string CallTarget::uri() const {
  return "sip:" + (user.empty() ? std::string{} : user + "@") + host + ":" + std::to_string(port) +
         (transport == CallerTransport::sip_tcp ? ";transport=tcp" : "");
}

Result<CallTarget> parse_target(std::string_view text, CallerTransport transport) {
  const Error wrong{
      Fault::invalid_input,
      "'" + std::string(text) + "' is no target: say sip:NUMBER@HOST:PORT, as in sip:demo@127.0.0.1:5060"};
  if (!text.starts_with("sip:")) return wrong;
  text.remove_prefix(4);
  CallTarget target;
  target.transport = transport;
  if (const auto semicolon = text.find(';'); semicolon != std::string_view::npos) {
    if (text.substr(semicolon).find("transport=tcp") != std::string_view::npos) {
      target.transport = CallerTransport::sip_tcp;
    }
    text = text.substr(0, semicolon);
  }
  if (const auto at = text.rfind('@'); at != std::string_view::npos) {
    target.user = text.substr(0, at);
    text.remove_prefix(at + 1);
  }
  auto host = text;
  if (const auto colon = text.rfind(':'); colon != std::string_view::npos && text.back() != ']') {
    const auto port = text.substr(colon + 1);
    const auto [end, fault] = std::from_chars(port.data(), port.data() + port.size(), target.port);
    if (fault != std::errc{} || end != port.data() + port.size() || target.port == 0) return wrong;
    host = text.substr(0, colon);
  }
  if (host.empty() || host.find_first_of(" <>\"") != std::string_view::npos) return wrong;
  target.host = host;
  return target;
}

PlannedInput PlannedInput::say(std::string label, Samples samples) {
  PlannedInput input;
  input.kind = Kind::speech;
  input.label = std::move(label);
  input.samples = std::move(samples);
  return input;
}

PlannedInput PlannedInput::press(std::string digits) {
  PlannedInput input;
  input.kind = Kind::digits;
  input.label = digits;
  input.digits = std::move(digits);
  return input;
}

PlannedInput PlannedInput::wait(std::chrono::milliseconds length) {
  PlannedInput input;
  input.length = length;
  return input;
}

}  // namespace parley::peer
