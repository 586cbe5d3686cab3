// SPDX-License-Identifier: Apache-2.0
// Cuts a TCP stream into SIP messages by Content-Length and finds CRLF keep-alives (RFC 3261 §18.3, RFC 5626 §3.5.1).
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace parley::sip {

class StreamFramer {
 public:
  struct Message {
    std::string bytes;
    friend bool operator==(const Message&, const Message&) = default;
  };
  struct Ping {  // CRLF CRLF, to be answered with CRLF
    friend bool operator==(const Ping&, const Ping&) = default;
  };
  using Frame = std::variant<Message, Ping>;

  // What is complete by now. After broken() nothing more comes: the border between messages is lost.
  std::vector<Frame> feed(std::string_view bytes);
  bool broken() const { return broken_; }

 private:
  bool take_blank_lines(std::vector<Frame>& frames);
  bool take_message(std::vector<Frame>& frames);

  std::string buffer_;
  bool broken_ = false;
};

}  // namespace parley::sip
