// SPDX-License-Identifier: Apache-2.0
#include "sip_writer.hpp"

#include "header_text.hpp"

namespace parley::sip {
namespace {

constexpr std::uint16_t kDefaultPort = 5060;

void add_line(std::string& text, std::string_view name, std::string_view value) {
  text += name;
  text += ": ";
  text += value;
  text += "\r\n";
}

// CR or LF in what somebody hands us would be a header of their own.
std::string one_line(std::string_view value) {
  std::string line(value);
  for (char& letter : line) {
    if (letter == '\r' || letter == '\n' || letter == '\0') letter = ' ';
  }
  return line;
}

std::string answered_via(const SipMessage& request, const Flow& flow) {
  auto value = without_parameter(without_parameter(request.via.value, "received"), "rport");
  const auto sent_by_host = request.via.sent_by.substr(0, request.via.sent_by.find(':'));
  if (request.via.rport || sent_by_host != flow.peer.host) value += ";received=" + flow.peer.host;
  if (request.via.rport) value += ";rport=" + std::to_string(flow.peer.port);
  return value;
}

}  // namespace

const std::string_view kAllow = "INVITE, ACK, CANCEL, BYE, OPTIONS";
const std::string_view kAccept = "application/sdp";
const std::string_view kSupported = "";

std::string_view usual_reason(std::uint16_t status) {
  switch (status) {
    case 100:
      return "Trying";
    case 180:
      return "Ringing";
    case 200:
      return "OK";
    case 400:
      return "Bad Request";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 415:
      return "Unsupported Media Type";
    case 416:
      return "Unsupported URI Scheme";
    case 420:
      return "Bad Extension";
    case 480:
      return "Temporarily Unavailable";
    case 481:
      return "Call/Transaction Does Not Exist";
    case 482:
      return "Loop Detected";
    case 486:
      return "Busy Here";
    case 487:
      return "Request Terminated";
    case 488:
      return "Not Acceptable Here";
    case 491:
      return "Request Pending";
    case 500:
      return "Server Internal Error";
    case 503:
      return "Service Unavailable";
    case 603:
      return "Decline";
    default:
      break;
  }
  switch (status / 100) {
    case 1:
      return "Session Progress";
    case 2:
      return "OK";
    case 3:
      return "Moved Temporarily";
    case 4:
      return "Request Failed";
    case 5:
      return "Server Failure";
    default:
      return "Global Failure";
  }
}

ReplyForm::ReplyForm(const SipMessage& request, const Flow& flow, std::string_view to_tag, std::string_view server)
    : to_(request.to), server_(one_line(server)) {
  bool top = true;
  for (const auto& header : request.headers) {
    if (same_token(header.name, "Via")) {
      add_line(vias_, "Via", top ? answered_via(request, flow) : header.value);
      top = false;
    } else if (same_token(header.name, "Record-Route")) {
      add_line(record_routes_, "Record-Route", header.value);
    }
  }
  add_line(echoed_, "From", request.from);
  add_line(echoed_, "Call-ID", request.call_id);
  add_line(echoed_, "CSeq", std::to_string(request.cseq) + " " + request.cseq_method);
  if (request.to_tag.empty()) to_tag_ = ";tag=" + std::string(to_tag);
}

std::string ReplyForm::fill(const Reply& reply) const {
  std::string text;
  text.reserve(640 + reply.sdp.size());
  text += "SIP/2.0 " + std::to_string(reply.status) + " ";
  text += reply.reason.empty() ? std::string(usual_reason(reply.status)) : one_line(reply.reason);
  text += "\r\n";
  text += vias_;
  if (reply.forms_dialog) text += record_routes_;
  add_line(text, "To", reply.status == 100 ? to_ : to_ + to_tag_);
  text += echoed_;
  if (!server_.empty()) add_line(text, "Server", server_);
  for (const auto& header : reply.headers) add_line(text, one_line(header.name), one_line(header.value));
  if (!reply.sdp.empty()) add_line(text, "Content-Type", "application/sdp");
  add_line(text, "Content-Length", std::to_string(reply.sdp.size()));
  text += "\r\n";
  text += reply.sdp;
  return text;
}

Target reply_target(const SipMessage& request, const Flow& flow) {
  Target target{flow.transport, flow.peer, flow.connection};
  const bool to_source = flow.transport == SipTransport::udp && request.via.rport;
  if (!to_source) target.to.port = request.via.port == 0 ? kDefaultPort : request.via.port;
  return target;
}

}  // namespace parley::sip
