// SPDX-License-Identifier: Apache-2.0
#include "pieces.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <numeric>

#include "parley/core/utf8.hpp"

namespace parley::encoder {

namespace {

constexpr std::size_t kReserved = 6;

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const auto length = utf8_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

}  // namespace

Result<Pieces> Pieces::read(std::string_view pieces, std::string_view scores) {
  static_assert(std::endian::native == std::endian::little);
  const Error wrong{Fault::unavailable, "has a vocabulary that cannot be right"};
  Pieces result;
  result.scores_.resize(scores.size() / sizeof(double));
  if (scores.size() % sizeof(double) != 0 || result.scores_.size() <= kReserved) return wrong;
  std::memcpy(result.scores_.data(), scores.data(), scores.size());
  if (!std::ranges::all_of(result.scores_, [](double score) { return std::isfinite(score); })) return wrong;

  std::vector<std::string_view> read;
  while (!pieces.empty()) {
    const auto length = static_cast<unsigned char>(pieces.front());
    pieces.remove_prefix(1);
    if (length == 0 || length > pieces.size() || !is_utf8(pieces.substr(0, length))) return wrong;
    read.push_back(pieces.substr(0, length));
    pieces.remove_prefix(length);
  }
  if (read.size() != result.scores_.size()) return wrong;
  result.plant(read);
  return result;
}

void Pieces::plant(const std::vector<std::string_view>& pieces) {
  std::vector<std::uint32_t> order(pieces.size() - kReserved);
  std::iota(order.begin(), order.end(), static_cast<std::uint32_t>(kReserved));
  std::ranges::stable_sort(order, {}, [&](std::uint32_t id) { return pieces[id]; });

  // A node is the pieces [begin, end) that share its first `depth` bytes; breadth first puts siblings side by side.
  struct Share {
    std::size_t begin, end, depth;
  };
  std::vector<Share> shares{{0, order.size(), 0}};
  nodes_.emplace_back();
  bytes_.push_back(0);
  for (std::size_t node = 0; node < nodes_.size(); ++node) {
    auto [at, end, depth] = shares[node];
    // Of equal pieces the last counts, as in the published tokenizer.
    for (; at < end && pieces[order[at]].size() == depth; ++at) nodes_[node].piece = order[at];
    nodes_[node].first_child = static_cast<std::uint32_t>(nodes_.size());
    while (at < end) {
      const auto byte = pieces[order[at]][depth];
      auto next = at;
      while (next < end && pieces[order[next]][depth] == byte) ++next;
      if (node == 0) first_[static_cast<unsigned char>(byte)] = static_cast<std::uint32_t>(nodes_.size());
      nodes_.emplace_back();
      bytes_.push_back(static_cast<unsigned char>(byte));
      shares.push_back({at, next, depth + 1});
      ++nodes_[node].children;
      at = next;
    }
  }
}

std::uint32_t Pieces::child(std::uint32_t node, unsigned char byte) const {
  if (node == 0) return first_[byte];
  const auto [first, children, piece] = nodes_[node];
  for (auto i = first; i < first + children; ++i) {
    if (bytes_[i] == byte) return i;
  }
  return 0;
}

// As the published tokenizer does it: an end that no piece reaches keeps score 0 and counts as an unknown character,
// and of equal scores the later start wins.
std::vector<std::uint32_t> Pieces::divide(std::string_view text) const {
  struct End {
    double score = 0;
    std::uint32_t piece = kUnknownPiece;
    std::size_t start = 0;
  };
  std::vector<End> ends(text.size() + 1);
  std::size_t next = 0;
  for (std::size_t start = 0; start < text.size(); start = next) {
    auto node = child(0, static_cast<unsigned char>(text[start]));
    for (auto at = start + 1; node != 0; ++at) {
      if (const auto piece = nodes_[node].piece) {
        const auto score = ends[start].score + scores_[*piece];
        if (ends[at].score == 0 || score >= ends[at].score) ends[at] = {score, *piece, start};
      }
      node = at < text.size() ? child(node, static_cast<unsigned char>(text[at])) : 0;
    }
    next = start + std::max<std::size_t>(1, utf8_length(text.substr(start)));
    if (ends[next].piece == kUnknownPiece) ends[next].start = start;
  }

  std::vector<std::uint32_t> ids;
  for (auto at = text.size(); at > 0; at = ends[at].start) {
    if (ends[at].piece != kUnknownPiece || ids.empty() || ids.back() != kUnknownPiece) ids.push_back(ends[at].piece);
  }
  std::ranges::reverse(ids);
  return ids;
}

}  // namespace parley::encoder
