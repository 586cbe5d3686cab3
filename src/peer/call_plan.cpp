// SPDX-License-Identifier: Apache-2.0
#include "parley/peer/call_plan.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace parley::peer {

std::string CallTarget::uri() const {
  return "sip:" + (user.empty() ? std::string{} : user + "@") + host + ":" + std::to_string(port) +
         (transport == CallerTransport::sip_tcp ? ";transport=tcp" : "");
}

std::string CallTarget::url() const {
  const bool bare_v6 = host.find(':') != std::string::npos && !host.starts_with('[');
  return "ws://" + (bare_v6 ? "[" + host + "]" : host) + ":" + std::to_string(port) + path;
}

namespace {

constexpr std::string_view kTwilioPath = "/v1/twilio/media";
constexpr std::string_view kBrowserPath = "/v1/browser";

// Cuts "HOST[:PORT]" apart; false when the port is none or the host cannot be one.
bool read_authority(std::string_view text, CallTarget& target) {
  auto host = text;
  if (const auto colon = text.rfind(':'); colon != std::string_view::npos && text.back() != ']') {
    const auto port = text.substr(colon + 1);
    const auto [end, fault] = std::from_chars(port.data(), port.data() + port.size(), target.port);
    if (fault != std::errc{} || end != port.data() + port.size() || target.port == 0) return false;
    host = text.substr(0, colon);
  }
  target.host = host;
  return !host.empty() && host.find_first_of(" <>\"") == std::string_view::npos;
}

Result<CallTarget> parse_web_target(std::string_view whole, CallerTransport transport) {
  const Error wrong{
      Fault::invalid_input,
      "'" + std::string(whole) +
          "' is no target: say ws://HOST:PORT/v1/twilio/media?number=NUMBER, ws://HOST:PORT/v1/browser, or "
          "http://HOST:PORT with --transport twilio or browser"};
  auto text = whole.substr(whole.find("://") + 3);
  CallTarget target;
  target.transport = transport;
  target.port = 80;
  const auto query_at = std::min(text.find('?'), text.size());
  const auto query = text.substr(query_at);
  text = text.substr(0, query_at);
  if (query.starts_with("?number=")) target.user = query.substr(8);
  const auto path_at = std::min(text.find('/'), text.size());
  target.path = text.substr(path_at);
  if (target.path.ends_with(kTwilioPath)) target.transport = CallerTransport::twilio;
  if (target.path.ends_with(kBrowserPath)) target.transport = CallerTransport::browser;
  if (!target.web_socket() || !read_authority(text.substr(0, path_at), target)) return wrong;
  if (target.path.empty() || target.path == "/") {
    target.path = target.transport == CallerTransport::twilio ? kTwilioPath : kBrowserPath;
  }
  if (target.user.empty() && target.transport == CallerTransport::twilio) target.user = "demo";
  return target;
}

}  // namespace

Result<CallTarget> parse_target(std::string_view text, CallerTransport transport) {
  if (text.starts_with("ws://") || text.starts_with("http://")) return parse_web_target(text, transport);
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
  if (target.web_socket() || !read_authority(text, target)) return wrong;
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
