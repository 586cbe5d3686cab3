// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <variant>

#include "telephony/sip_parser.hpp"
#include "telephony/stream_framer.hpp"

// The same bytes as a datagram and as a stream that arrives in two pieces.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto message = parley::sip::parse_message(text)) {
    if (message->method.empty() == (message->status == 0)) std::abort();  // a request or a response, never both
  }
  parley::sip::StreamFramer framer;
  std::size_t framed = 0;
  for (const auto part : {text.substr(0, size / 3), text.substr(size / 3)}) {
    for (const auto& frame : framer.feed(part)) {
      const auto* found = std::get_if<parley::sip::StreamFramer::Message>(&frame);
      if (found == nullptr) continue;
      framed += found->bytes.size();
      static_cast<void>(parley::sip::parse_message(found->bytes));
    }
  }
  if (framed > size) std::abort();
  return 0;
}
