// SPDX-License-Identifier: Apache-2.0
#include "sip_message.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

namespace parley::peer {
namespace {

bool same_word(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front()))) text.remove_prefix(1);
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back()))) text.remove_suffix(1);
  return text;
}

// RFC 3261 §7.3.3 and the registry of compact forms.
std::string long_name(std::string_view name) {
  static constexpr std::array<std::pair<char, std::string_view>, 10> kCompact{{{'v', "Via"},
                                                                               {'f', "From"},
                                                                               {'t', "To"},
                                                                               {'i', "Call-ID"},
                                                                               {'m', "Contact"},
                                                                               {'c', "Content-Type"},
                                                                               {'l', "Content-Length"},
                                                                               {'k', "Supported"},
                                                                               {'s', "Subject"},
                                                                               {'e', "Content-Encoding"}}};
  if (name.size() == 1) {
    for (const auto& [letter, full] : kCompact) {
      if (std::tolower(static_cast<unsigned char>(name[0])) == letter) return std::string(full);
    }
  }
  return std::string(name);
}

std::optional<std::uint32_t> number_in(std::string_view text) {
  std::uint32_t value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault != std::errc{} || end == text.data()) return std::nullopt;
  return value;
}

Error malformed(std::string what) { return Error{Fault::invalid_input, "malformed SIP message: " + std::move(what)}; }

// Takes one line off `rest`; both CRLF and a bare LF end it.
std::string_view take_line(std::string_view& rest) {
  const auto end = rest.find('\n');
  auto line = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line;
}

std::string parameter_of(std::string_view field, std::string_view name) {
  auto rest = field;
  if (const auto closes = rest.find('>'); closes != std::string_view::npos) rest.remove_prefix(closes + 1);
  while (!rest.empty()) {
    const auto semicolon = rest.find(';');
    const auto part = trimmed(rest.substr(0, semicolon));
    rest.remove_prefix(semicolon == std::string_view::npos ? rest.size() : semicolon + 1);
    const auto equals = part.find('=');
    if (equals != std::string_view::npos && same_word(trimmed(part.substr(0, equals)), name)) {
      return std::string(trimmed(part.substr(equals + 1)));
    }
  }
  return {};
}

// Where the headers end and how many bytes the separating blank line has; npos: not there yet.
std::pair<std::size_t, std::size_t> end_of_headers(std::string_view text) {
  const auto strict = text.find("\r\n\r\n");
  const auto bare = text.find("\n\n");
  if (strict <= bare) return {strict, 4};
  return {bare, 2};
}

}  // namespace

const std::string* SipMessage::header(std::string_view name) const {
  const auto found =
      std::find_if(headers.begin(), headers.end(), [&](const auto& header) { return same_word(header.first, name); });
  return found == headers.end() ? nullptr : &found->second;
}

std::vector<std::string> SipMessage::all(std::string_view name) const {
  std::vector<std::string> values;
  for (const auto& [key, value] : headers) {
    if (!same_word(key, name)) continue;
    for (auto& one : split_values(value)) values.push_back(std::move(one));
  }
  return values;
}

Result<SipMessage> parse_sip(std::string_view text) {
  const auto [headers_end, blank] = end_of_headers(text);
  auto head = text.substr(0, headers_end);
  SipMessage message;
  if (headers_end != std::string_view::npos) message.body = text.substr(headers_end + blank);

  const auto start = take_line(head);
  const auto first_space = start.find(' ');
  if (first_space == std::string_view::npos) return malformed("no start line");
  const auto second_space = start.find(' ', first_space + 1);
  if (start.starts_with("SIP/2.0 ")) {
    const auto status = number_in(start.substr(first_space + 1, 3));
    if (!status || *status < 100 || *status > 699) return malformed("status line");
    message.status = static_cast<int>(*status);
    if (second_space != std::string_view::npos) message.reason = start.substr(second_space + 1);
  } else {
    if (second_space == std::string_view::npos || start.substr(second_space + 1) != "SIP/2.0") {
      return malformed("request line");
    }
    message.method = start.substr(0, first_space);
    message.uri = start.substr(first_space + 1, second_space - first_space - 1);
  }

  while (!head.empty()) {
    const auto line = take_line(head);
    if (line.empty()) continue;
    if (line.front() == ' ' || line.front() == '\t') {  // folded: belongs to the header before
      if (message.headers.empty()) return malformed("folded line without a header");
      message.headers.back().second += " " + std::string(trimmed(line));
      continue;
    }
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) return malformed("header without a colon");
    message.add(long_name(trimmed(line.substr(0, colon))), std::string(trimmed(line.substr(colon + 1))));
  }
  for (const auto* needed : {"Via", "From", "To", "Call-ID", "CSeq"}) {
    if (!message.header(needed)) return malformed(std::string("no ") + needed);
  }
  if (const auto* length = message.header("Content-Length")) {
    const auto bytes = number_in(*length);
    if (!bytes || *bytes > message.body.size()) return malformed("body shorter than Content-Length");
    message.body.resize(*bytes);
  }
  return message;
}

std::string to_wire(const SipMessage& message) {
  std::string text = message.is_request() ? message.method + " " + message.uri + " SIP/2.0\r\n"
                                          : "SIP/2.0 " + std::to_string(message.status) + " " + message.reason + "\r\n";
  for (const auto& [name, value] : message.headers) {
    if (!same_word(name, "Content-Length")) text += name + ": " + value + "\r\n";
  }
  text += "Content-Length: " + std::to_string(message.body.size()) + "\r\n\r\n" + message.body;
  return text;
}

std::optional<CSeq> cseq_of(const SipMessage& message) {
  const auto* field = message.header("CSeq");
  if (!field) return std::nullopt;
  const auto number = number_in(*field);
  const auto space = field->find_first_of(" \t");
  if (!number || space == std::string::npos) return std::nullopt;
  return CSeq{*number, std::string(trimmed(std::string_view(*field).substr(space)))};
}

std::string tag_of(std::string_view from_or_to) { return parameter_of(from_or_to, "tag"); }

std::string branch_of(const SipMessage& message) {
  const auto vias = message.all("Via");
  return vias.empty() ? std::string{} : parameter_of(vias.front(), "branch");
}

std::string address_in(std::string_view name_addr) {
  const auto opens = name_addr.find('<');
  if (opens == std::string_view::npos) return std::string(trimmed(name_addr.substr(0, name_addr.find(';'))));
  return std::string(name_addr.substr(opens + 1, name_addr.find('>', opens) - opens - 1));
}

std::vector<std::string> split_values(std::string_view field) {
  std::vector<std::string> values;
  bool quoted = false;
  int depth = 0;
  std::size_t from = 0;
  for (std::size_t at = 0; at <= field.size(); ++at) {
    if (at < field.size()) {
      const char letter = field[at];
      if (letter == '"') quoted = !quoted;
      if (!quoted && letter == '<') ++depth;
      if (!quoted && letter == '>') --depth;
      if (letter != ',' || quoted || depth > 0) continue;
    }
    if (const auto value = trimmed(field.substr(from, at - from)); !value.empty()) values.emplace_back(value);
    from = at + 1;
  }
  return values;
}

std::optional<Result<SipMessage>> SipStream::next() {
  const auto start = pending_.find_first_not_of("\r\n");
  pending_.erase(0, start == std::string::npos ? pending_.size() : start);
  const auto [headers_end, blank] = end_of_headers(pending_);
  if (headers_end == std::string::npos) {
    if (pending_.size() > kLongestMessage) return Result<SipMessage>(malformed("headers without an end"));
    return std::nullopt;
  }
  auto head = std::string_view(pending_).substr(0, headers_end);
  std::size_t body = 0;
  while (!head.empty()) {
    const auto line = take_line(head);
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || !same_word(long_name(trimmed(line.substr(0, colon))), "Content-Length")) {
      continue;
    }
    const auto length = number_in(trimmed(line.substr(colon + 1)));
    if (!length || *length > kLongestMessage) return Result<SipMessage>(malformed("Content-Length"));
    body = *length;
  }
  const auto whole = headers_end + blank + body;
  if (pending_.size() < whole) return std::nullopt;
  auto message = parse_sip(std::string_view(pending_).substr(0, whole));
  pending_.erase(0, whole);
  return message;
}

}  // namespace parley::peer
