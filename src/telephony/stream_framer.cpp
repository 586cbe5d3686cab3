// SPDX-License-Identifier: Apache-2.0
#include "stream_framer.hpp"

#include <algorithm>
#include <optional>

#include "header_text.hpp"

namespace parley::sip {
namespace {

constexpr std::size_t kMaxMessage = 64 * 1024;
constexpr std::string_view kHeadEnd = "\r\n\r\n";

// nullopt: missing or no number; over TCP a message cannot do without (RFC 3261 §20.14).
std::optional<std::size_t> content_length(std::string_view head) {
  while (!head.empty()) {
    const auto end = std::min(head.find('\n'), head.size());
    const auto line = head.substr(0, end);
    head.remove_prefix(std::min(head.size(), end + 1));
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    const auto name = trimmed(line.substr(0, colon));
    if (same_token(name, "Content-Length") || same_token(name, "l")) {
      return whole_number(trimmed(line.substr(colon + 1)));
    }
  }
  return std::nullopt;
}

}  // namespace

std::vector<StreamFramer::Frame> StreamFramer::feed(std::string_view bytes) {
  std::vector<Frame> frames;
  if (broken_) return frames;
  buffer_ += bytes;
  while (!broken_ && (take_blank_lines(frames) || take_message(frames))) {
  }
  if (buffer_.size() > kMaxMessage) broken_ = true;
  return frames;
}

bool StreamFramer::take_blank_lines(std::vector<Frame>& frames) {
  if (buffer_.starts_with(kHeadEnd)) {
    frames.emplace_back(Ping{});
    buffer_.erase(0, kHeadEnd.size());
    return true;
  }
  // A single CRLF is a pong or padding, unless the other half of a ping is still on its way.
  if (buffer_.size() >= 3 && buffer_.starts_with("\r\n") && buffer_[2] != '\r') {
    buffer_.erase(0, 2);
    return true;
  }
  return false;
}

bool StreamFramer::take_message(std::vector<Frame>& frames) {
  if (buffer_.starts_with("\r")) return false;
  const auto head = buffer_.find(kHeadEnd);
  if (head == std::string::npos) return false;
  const auto body = content_length(std::string_view(buffer_).substr(0, head));
  if (!body || *body > kMaxMessage) {
    broken_ = true;
    return false;
  }
  const auto size = head + kHeadEnd.size() + *body;
  if (buffer_.size() < size) return false;
  frames.emplace_back(Message{buffer_.substr(0, size)});
  buffer_.erase(0, size);
  return true;
}

}  // namespace parley::sip
