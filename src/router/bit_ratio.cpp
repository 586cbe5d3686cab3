// SPDX-License-Identifier: Apache-2.0
#include "bit_ratio.hpp"

#include <algorithm>
#include <array>
#include <bit>

namespace parley {
namespace {

constexpr std::size_t kBits = 64;
constexpr std::size_t kMaxBlocks = BitRatio::kMaxBytes / kBits;

}  // namespace

BitRatio::BitRatio(std::string_view text)
    : size_(std::min(text.size(), kMaxBytes)),
      blocks_(std::max<std::size_t>((size_ + kBits - 1) / kBits, 1)),
      places_(256 * blocks_) {
  for (std::size_t at = 0; at < size_; ++at)
    places_[static_cast<unsigned char>(text[at]) * blocks_ + at / kBits] |= std::uint64_t{1} << (at % kBits);
}

double BitRatio::ratio(std::string_view other, double least) const {
  other = other.substr(0, kMaxBytes);
  const auto sum = size_ + other.size();
  if (sum == 0) return 1;
  const auto best = 2.0 * static_cast<double>(std::min(size_, other.size())) / static_cast<double>(sum);
  if (best < least) return 0;
  const auto found = 2.0 * static_cast<double>(common(other)) / static_cast<double>(sum);
  return found < least ? 0 : found;
}

std::size_t BitRatio::common(std::string_view other) const {
  std::array<std::uint64_t, kMaxBlocks> open;
  open.fill(~std::uint64_t{0});
  for (const char letter : other) {
    const auto* places = &places_[static_cast<unsigned char>(letter) * blocks_];
    std::uint64_t carry = 0;
    for (std::size_t block = 0; block < blocks_; ++block) {
      const auto hit = open[block] & places[block];
      const auto half = open[block] + carry;
      const auto sum = half + hit;
      carry = static_cast<std::uint64_t>(half < carry || sum < hit);
      open[block] = sum | (open[block] - hit);
    }
  }
  std::size_t found = 0;
  for (std::size_t block = 0; block < blocks_; ++block) {
    const auto used = std::min(size_ - block * kBits, kBits);
    const auto mask = used == kBits ? ~std::uint64_t{0} : (std::uint64_t{1} << used) - 1;
    found += static_cast<std::size_t>(std::popcount(~open[block] & mask));
  }
  return found;
}

}  // namespace parley
