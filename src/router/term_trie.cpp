// SPDX-License-Identifier: Apache-2.0
#include "term_trie.hpp"

namespace parley {

TermId TermTrie::add(const std::vector<std::string>& words) {
  std::uint32_t node = 0;
  for (const auto& word : words) {
    const auto id = words_.try_emplace(word, static_cast<std::uint32_t>(words_.size())).first->second;
    const auto [step, added] = next_.try_emplace(edge(node, id), static_cast<std::uint32_t>(ends_.size()));
    if (added) ends_.push_back(kNoTerm);
    node = step->second;
  }
  if (ends_[node] == kNoTerm) ends_[node] = terms_++;
  return ends_[node];
}

std::vector<TermHit> TermTrie::find(const std::vector<std::string>& words) const {
  std::vector<std::uint32_t> ids;
  ids.reserve(words.size());
  for (const auto& word : words) {
    const auto known = words_.find(std::string_view(word));
    ids.push_back(known == words_.end() ? kUnknown : known->second);
  }
  std::vector<TermHit> hits;
  for (std::uint32_t first = 0; first < ids.size(); ++first) {
    std::uint32_t node = 0;
    for (std::uint32_t at = first; at < ids.size() && ids[at] != kUnknown; ++at) {
      const auto step = next_.find(edge(node, ids[at]));
      if (step == next_.end()) break;
      node = step->second;
      if (ends_[node] != kNoTerm) hits.push_back({ends_[node], first, at - first + 1});
    }
  }
  return hits;
}

}  // namespace parley
