// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <cstdint>
#include <cstdlib>

#include "parley/media/rtp_packet.hpp"
#include "parley/media/telephone_event.hpp"

// What parses is written again and read as the same; its payload lies within the datagram.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto packet = parley::parse_rtp({data, size});
  if (!packet) return 0;
  const auto payload = packet->payload;
  if (!payload.empty() && (payload.data() < data || payload.data() + payload.size() > data + size)) std::abort();

  std::array<std::uint8_t, 2048> out{};
  const auto written = parley::write_rtp(packet->header, payload, out);
  if (written > 0) {
    const auto again = parley::parse_rtp({out.data(), written});
    // A payload that looks like RTCP cannot come out of a header that was accepted.
    if (!again || again->header != packet->header || again->payload.size() != payload.size()) std::abort();
  }
  parley::KeyListener keys;
  for (int copies = 0; copies < 3; ++copies) {
    const auto digit = keys.hear(packet->header, payload);
    if (copies > 0 && digit) std::abort();  // the same packet again is the same press
  }
  return 0;
}
