// SPDX-License-Identifier: Apache-2.0
#include "remembered_embedder.hpp"

#include <algorithm>

namespace parley::commands {

Result<void> RememberedEmbedder::features(std::string_view text, std::span<float> out) const {
  auto known = known_.find(text);
  if (known == known_.end()) {
    std::vector<float> computed(out.size());
    auto done = inner_->features(text, computed);
    if (!done) return done;
    known = known_.emplace(std::string(text), std::move(computed)).first;
  }
  std::copy(known->second.begin(), known->second.end(), out.begin());
  return {};
}

}  // namespace parley::commands
