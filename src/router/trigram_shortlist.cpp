// SPDX-License-Identifier: Apache-2.0
#include "trigram_shortlist.hpp"

#include <algorithm>
#include <numeric>

namespace parley {
namespace {

// The distinct trigrams of a text between blanks, so that its first and last letters count too.
std::vector<std::uint32_t> trigrams(std::string_view text) {
  std::vector<std::uint32_t> found;
  found.reserve(text.size() + 1);
  std::uint32_t window = (std::uint32_t{' '} << 8U) | ' ';
  const auto take = [&](char letter) {
    window = ((window << 8U) | static_cast<unsigned char>(letter)) & 0xFFFFFFU;
    found.push_back(window);
  };
  for (const char letter : text) take(letter);
  take(' ');
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

}  // namespace

TrigramShortlist::TrigramShortlist(const std::vector<std::string>& texts) : by_length_(texts.size()) {
  std::iota(by_length_.begin(), by_length_.end(), 0U);
  std::stable_sort(by_length_.begin(), by_length_.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return texts[a].size() < texts[b].size(); });
  std::vector<std::pair<std::uint32_t, std::uint32_t>> entries;  // trigram, place
  for (std::uint32_t place = 0; place < by_length_.size(); ++place) {
    const auto& text = texts[by_length_[place]];
    lengths_.push_back(static_cast<std::uint32_t>(text.size()));
    for (const auto trigram : trigrams(std::string_view(text).substr(0, kMaxBytes)))
      entries.emplace_back(trigram, place);
  }
  std::sort(entries.begin(), entries.end());
  places_.reserve(entries.size());
  for (const auto& [trigram, place] : entries) {
    const auto here = static_cast<std::uint32_t>(places_.size());
    spans_.try_emplace(trigram, here, here).first->second.second = here + 1;
    places_.push_back(place);
  }
}

std::vector<std::uint32_t> TrigramShortlist::find(std::string_view text, std::size_t most, std::size_t shortest,
                                                  std::size_t longest) const {
  const auto first =
      static_cast<std::uint32_t>(std::lower_bound(lengths_.begin(), lengths_.end(), shortest) - lengths_.begin());
  const auto last =
      static_cast<std::uint32_t>(std::upper_bound(lengths_.begin(), lengths_.end(), longest) - lengths_.begin());
  if (first >= last) return {};
  std::vector<std::uint16_t> shared(last - first);  // kMaxBytes keeps it far from its end
  for (const auto trigram : trigrams(text.substr(0, kMaxBytes))) {
    const auto span = spans_.find(trigram);
    if (span == spans_.end()) continue;
    const auto end = places_.begin() + span->second.second;
    for (auto at = std::lower_bound(places_.begin() + span->second.first, end, first); at != end && *at < last; ++at)
      ++shared[*at - first];
  }
  std::vector<std::uint32_t> best;
  for (std::uint32_t at = 0; at < shared.size(); ++at)
    if (shared[at] != 0) best.push_back(at);
  const auto kept = std::min(most, best.size());
  std::partial_sort(
      best.begin(), best.begin() + static_cast<std::ptrdiff_t>(kept), best.end(),
      [&](std::uint32_t a, std::uint32_t b) { return shared[a] != shared[b] ? shared[a] > shared[b] : a < b; });
  best.resize(kept);
  for (auto& place : best) place = by_length_[place + first];
  return best;
}

}  // namespace parley
