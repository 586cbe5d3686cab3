// SPDX-License-Identifier: Apache-2.0
#include "sip_parser.hpp"

#include <re.h>

#include <array>
#include <memory>

#include "header_text.hpp"

namespace parley::sip {
namespace {

struct Dereference {
  void operator()(void* object) const { mem_deref(object); }
};

std::string_view view(const pl& text) { return text.p ? std::string_view(text.p, text.l) : std::string_view{}; }

// RFC 3261 §7.3.3 and the registry of compact forms.
std::string_view long_name(std::string_view name) {
  if (name.size() != 1) return name;
  switch (name[0] | 0x20) {
    case 'b':
      return "Referred-By";
    case 'c':
      return "Content-Type";
    case 'e':
      return "Content-Encoding";
    case 'f':
      return "From";
    case 'i':
      return "Call-ID";
    case 'k':
      return "Supported";
    case 'l':
      return "Content-Length";
    case 'm':
      return "Contact";
    case 'o':
      return "Event";
    case 'r':
      return "Refer-To";
    case 's':
      return "Subject";
    case 't':
      return "To";
    case 'u':
      return "Allow-Events";
    case 'v':
      return "Via";
    case 'x':
      return "Session-Expires";
    case 'y':
      return "Identity";
    default:
      return name;
  }
}

// A folded line (RFC 3261 §7.3.1) becomes one line, so that it can be echoed safely.
std::string unfolded(std::string_view value) {
  std::string line;
  line.reserve(value.size());
  for (std::size_t at = 0; at < value.size(); ++at) {
    if (value[at] != '\r' && value[at] != '\n') {
      line += value[at];
      continue;
    }
    while (at + 1 < value.size() && std::string_view("\r\n\t ").find(value[at + 1]) != std::string_view::npos) ++at;
    line += ' ';
  }
  return line;
}

void copy_headers(const sip_msg& source, SipMessage& message) {
  for (const le* entry = source.hdrl.head; entry; entry = entry->next) {
    const auto* header = static_cast<const sip_hdr*>(entry->data);
    message.headers.push_back({std::string(long_name(view(header->name))), unfolded(view(header->val))});
  }
}

Via copy_via(const sip_msg& source) {
  Via via;
  via.value = unfolded(view(source.via.val));
  via.sent_by = view(source.via.sentby);
  via.branch = view(source.via.branch);
  via.port = sa_port(&source.via.addr);
  if (via.port == 0) {
    // A host name in sent-by leaves libre's address unset.
    const auto colon = via.sent_by.rfind(':');
    const auto port = colon == std::string::npos ? std::nullopt : whole_number(via.sent_by.substr(colon + 1));
    if (port && *port <= 65535 && via.sent_by.find(']', colon) == std::string::npos) {
      via.port = static_cast<std::uint16_t>(*port);
    }
  }
  via.rport = parameter(view(source.via.params), "rport").has_value();
  return via;
}

}  // namespace

std::optional<SipMessage> parse_message(std::string_view bytes) {
  std::unique_ptr<mbuf, Dereference> buffer(mbuf_alloc(bytes.size() + 1));
  if (!buffer || mbuf_write_mem(buffer.get(), reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()) != 0) {
    return std::nullopt;
  }
  mbuf_set_pos(buffer.get(), 0);
  sip_msg* decoded = nullptr;
  if (sip_msg_decode(&decoded, buffer.get()) != 0) return std::nullopt;
  const std::unique_ptr<sip_msg, Dereference> source(decoded);

  SipMessage message;
  message.method = view(source->met);
  message.request_uri = view(source->ruri);
  message.status = source->scode;
  if (source->req == message.method.empty() || (!source->req && view(source->ver) != "SIP/2.0")) return std::nullopt;
  copy_headers(*source, message);
  message.via = copy_via(*source);
  message.from = unfolded(view(source->from.val));
  message.from_tag = view(source->from.tag);
  message.to = unfolded(view(source->to.val));
  message.to_tag = view(source->to.tag);
  message.call_id = unfolded(view(source->callid));
  message.cseq = source->cseq.num;
  message.cseq_method = view(source->cseq.met);
  message.body = bytes.substr(std::min(buffer->pos, bytes.size()));
  if (const auto* length = message.header("Content-Length")) {
    message.content_length = whole_number(trimmed(*length));
    message.content_length_broken = !message.content_length || *message.content_length > message.body.size();
    if (!message.content_length_broken) message.body.resize(*message.content_length);
  }
  return message;
}

}  // namespace parley::sip
