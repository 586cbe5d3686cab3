// SPDX-License-Identifier: Apache-2.0
// Datagrams as they come: parsed, ordered, listened to for keys. Input: records of a length byte, a time byte, the
// bytes.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>

#include "parley/media/jitter_buffer.hpp"
#include "parley/media/rtp_packet.hpp"
#include "parley/media/telephone_event.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace parley;
  std::span<const std::uint8_t> rest(bytes, size);
  JitterBuffer buffer;
  KeyListener keys;
  Instant now{std::chrono::hours{1}};
  std::int64_t end = 0;
  while (rest.size() >= 2) {
    const std::size_t length = std::min<std::size_t>(rest[0], rest.size() - 2);
    now += std::chrono::milliseconds{rest[1]};
    const auto packet = parse_rtp(rest.subspan(2, length));
    rest = rest.subspan(2 + length);
    if (packet && packet->header.payload_type == 101) {
      buffer.put_other(packet->header, now);
      keys.hear(packet->header, packet->payload);
    } else if (packet) {
      buffer.put(*packet, now);
    }
    while (const auto released = buffer.take(now)) {
      if (released->starts_at < end || released->samples > JitterBuffer::kLongestPayload) std::abort();
      end = released->starts_at + released->samples;
    }
  }
  return 0;
}
