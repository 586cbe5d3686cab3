// SPDX-License-Identifier: Apache-2.0
#include "dialog.hpp"

#include "header_text.hpp"
#include "sip_uri.hpp"

namespace parley::sip {
namespace {

constexpr std::uint16_t kDefaultPort = 5060;

std::optional<std::string> contact_uri(const SipMessage& message) {
  const auto contacts = message.items("Contact");
  if (contacts.empty()) return std::nullopt;
  const auto address = parse_name_address(contacts.front());
  if (!address || !parse_uri(address->uri)) return std::nullopt;
  return address->uri;
}

std::string uri_of_route(std::string_view route) {
  const auto address = parse_name_address(route);
  return address ? address->uri : std::string{};
}

bool is_loose(std::string_view route) {
  const auto uri = parse_uri(uri_of_route(route));
  return uri && parameter(uri->parameters, "lr").has_value();
}

void add_line(std::string& text, std::string_view name, std::string_view value) {
  text += name;
  text += ": ";
  text += value;
  text += "\r\n";
}

}  // namespace

std::optional<Dialog> Dialog::accept(const SipMessage& invite, const Flow& flow, std::string_view local_tag) {
  auto target = contact_uri(invite);
  if (!target) return std::nullopt;
  Dialog dialog;
  dialog.call_id_ = invite.call_id;
  dialog.local_tag_ = local_tag;
  dialog.remote_tag_ = invite.from_tag;
  dialog.local_ = invite.to + ";tag=" + std::string(local_tag);
  dialog.remote_ = invite.from;
  dialog.remote_target_ = std::move(*target);
  for (const auto route : invite.items("Record-Route")) dialog.route_set_.emplace_back(route);
  dialog.remote_cseq_ = invite.cseq;
  dialog.flow_ = flow;
  return dialog;
}

bool Dialog::owns(const SipMessage& request) const {
  return request.call_id == call_id_ && request.to_tag == local_tag_ && request.from_tag == remote_tag_;
}

bool Dialog::advance(const SipMessage& request) {
  if (request.cseq < remote_cseq_) return false;
  remote_cseq_ = request.cseq;
  return true;
}

void Dialog::retarget(const SipMessage& request, const Flow& flow) {
  flow_ = flow;
  if (auto target = contact_uri(request)) remote_target_ = std::move(*target);
}

Target Dialog::next_hop() const {
  Target back{flow_.transport, flow_.peer, flow_.connection};
  const auto uri = parse_uri(route_set_.empty() ? remote_target_ : uri_of_route(route_set_.front()));
  if (!uri || uri->scheme != "sip") return back;
  const auto transport = parameter(uri->parameters, "transport").value_or("udp");
  const bool tcp = same_token(transport, "tcp");
  if (!tcp && !same_token(transport, "udp")) return back;
  // Over TCP without a transport parameter the peer means the connection that it opened.
  if (flow_.transport == SipTransport::tcp && (tcp || !parameter(uri->parameters, "transport"))) {
    if (is_ip_address(uri->host)) back.to = {uri->host, uri->port == 0 ? kDefaultPort : uri->port};
    return back;
  }
  if (!is_ip_address(uri->host)) return back;
  const bool out_of_reach =
      uri->host != flow_.peer.host && is_private_address(uri->host) && !is_private_address(flow_.peer.host);
  if (out_of_reach) return back;
  return Target{tcp ? SipTransport::tcp : SipTransport::udp, {uri->host, uri->port == 0 ? kDefaultPort : uri->port}, 0};
}

OutgoingRequest Dialog::request(std::string_view method, std::string_view branch, std::string_view sent_by,
                                std::string_view user_agent, const std::vector<SipHeader>& headers) {
  OutgoingRequest outgoing{std::string(branch), std::string(method), next_hop(), {}};
  auto routes = route_set_;
  auto request_uri = remote_target_;
  if (!routes.empty() && !is_loose(routes.front())) {  // strict routing (RFC 3261 §12.2.1.1)
    request_uri = uri_of_route(routes.front());
    routes.erase(routes.begin());
    routes.push_back("<" + remote_target_ + ">");
  }
  auto& text = outgoing.bytes;
  text += outgoing.method + " " + request_uri + " SIP/2.0\r\n";
  const std::string_view transport = outgoing.target.transport == SipTransport::tcp ? "TCP" : "UDP";
  add_line(
      text, "Via",
      "SIP/2.0/" + std::string(transport) + " " + std::string(sent_by) + ";branch=" + std::string(branch) + ";rport");
  for (const auto& route : routes) add_line(text, "Route", route);
  add_line(text, "Max-Forwards", "70");
  add_line(text, "To", remote_);
  add_line(text, "From", local_);
  add_line(text, "Call-ID", call_id_);
  add_line(text, "CSeq", std::to_string(++local_cseq_) + " " + outgoing.method);
  if (!user_agent.empty()) add_line(text, "User-Agent", user_agent);
  for (const auto& header : headers) add_line(text, header.name, header.value);
  text += "Content-Length: 0\r\n\r\n";
  return outgoing;
}

}  // namespace parley::sip
