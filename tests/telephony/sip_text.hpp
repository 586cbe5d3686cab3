// SPDX-License-Identifier: Apache-2.0
// Hand-written SIP for tests: every byte is visible here.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

#include "sip_parser.hpp"

namespace parley::sip::test {

inline const std::string kOffer =
    "v=0\r\no=alice 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
    "m=audio 30000 RTP/AVP 0 8 101\r\na=rtpmap:101 telephone-event/8000\r\n";

struct RequestText {
  std::string method = "INVITE";
  std::string uri = "sip:demo@127.0.0.1";
  std::string transport = "UDP";
  std::string sent_by = "127.0.0.1:5070";
  std::string branch = "z9hG4bKone";
  std::string from_tag = "caller";
  std::string to_tag;
  std::string call_id = "call-1";
  std::uint32_t cseq = 1;
  std::string extra;  // whole header lines
  std::string body;
  std::string body_type = "application/sdp";
  std::string contact = "<sip:alice@127.0.0.1:5070>";

  std::string text() const {
    std::string all = method + " " + uri + " SIP/2.0\r\n";
    all += "Via: SIP/2.0/" + transport + " " + sent_by + ";branch=" + branch + "\r\n";
    all += "Max-Forwards: 70\r\nFrom: <sip:+15550123@127.0.0.1>;tag=" + from_tag + "\r\n";
    all += "To: <sip:demo@127.0.0.1>" + (to_tag.empty() ? std::string{} : ";tag=" + to_tag) + "\r\n";
    all += "Call-ID: " + call_id + "\r\nCSeq: " + std::to_string(cseq) + " " + method + "\r\n";
    if (!contact.empty()) all += "Contact: " + contact + "\r\n";
    all += extra;
    if (!body.empty()) all += "Content-Type: " + body_type + "\r\n";
    return all + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
  }
  SipMessage parsed() const {
    auto message = parse_message(text());
    if (!message) throw std::logic_error("the test's own message does not parse");
    return *message;
  }
};

inline RequestText invite() {
  RequestText request;
  request.body = kOffer;
  return request;
}

inline SipMessage parsed(std::string_view bytes) {
  auto message = parse_message(bytes);
  if (!message) throw std::logic_error("not a SIP message: " + std::string(bytes));
  return *message;
}

inline std::string header_of(const SipMessage& message, std::string_view name) {
  const auto* value = message.header(name);
  return value ? *value : "(none)";
}

}  // namespace parley::sip::test
