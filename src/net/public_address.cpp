// SPDX-License-Identifier: Apache-2.0
#include "public_address.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace parley {
namespace {

struct Range {
  std::uint32_t first;
  unsigned bits;  // of the network
};

constexpr std::array<Range, 14> kSpecial = {{{0x00000000, 8},    // this network
                                             {0x0a000000, 8},    // private
                                             {0x64400000, 10},   // shared by carriers
                                             {0x7f000000, 8},    // loopback
                                             {0xa9fe0000, 16},   // link-local, where clouds tell secrets
                                             {0xac100000, 12},   // private
                                             {0xc0000000, 24},   // protocols
                                             {0xc0000200, 24},   // documentation
                                             {0xc0586300, 24},   // relays
                                             {0xc0a80000, 16},   // private
                                             {0xc6120000, 15},   // benchmarks
                                             {0xc6336400, 24},   // documentation
                                             {0xcb007100, 24},   // documentation
                                             {0xe0000000, 3}}};  // multicast, reserved, broadcast

bool is_public_v4(std::uint32_t address) {
  return std::none_of(kSpecial.begin(), kSpecial.end(),
                      [&](const Range& range) { return (address ^ range.first) >> (32 - range.bits) == 0; });
}

std::uint32_t four_bytes(const asio::ip::address_v6::bytes_type& bytes, std::size_t at) {
  return std::uint32_t{bytes[at]} << 24U | std::uint32_t{bytes[at + 1]} << 16U | std::uint32_t{bytes[at + 2]} << 8U |
         bytes[at + 3];
}

bool is_public_v6(const asio::ip::address_v6& address) {
  const auto bytes = address.to_bytes();
  if (address.is_v4_mapped()) return is_public_v4(four_bytes(bytes, 12));
  const auto start = four_bytes(bytes, 0);
  if (start == 0x0064ff9b) return is_public_v4(four_bytes(bytes, 12));       // NAT64
  if (start >> 16U == 0x2002) return is_public_v4(four_bytes(bytes, 2));     // 6to4
  if (start == 0x20010db8 || start >> 9U == 0x20010000 >> 9U) return false;  // documentation, protocols
  return start >> 29U == 1;
}

}  // namespace

bool is_public(const asio::ip::address& address) {
  return address.is_v4() ? is_public_v4(address.to_v4().to_uint()) : is_public_v6(address.to_v6());
}

}  // namespace parley
