// SPDX-License-Identifier: Apache-2.0
#include "generations.hpp"

namespace parley {

bool Generations::learn(const std::string& organization, const std::string& generation) {
  if (untold(organization)) return false;  // an answer from before
  const auto known = known_.find(organization);
  if (known == known_.end()) {
    if (!generation.empty()) known_.emplace(organization, generation);
    return false;
  }
  if (known->second == generation) return false;
  if (generation.empty()) {
    known_.erase(known);
  } else {
    known->second = generation;
  }
  return true;
}

std::string Generations::of(const std::string& organization) const {
  const auto known = known_.find(organization);
  return known == known_.end() ? std::string() : known->second;
}

std::vector<std::string> Generations::organizations() const {
  std::vector<std::string> all;
  for (const auto& [organization, generation] : known_) all.push_back(organization);
  return all;
}

void Generations::forget(const std::string& organization) {
  known_.erase(organization);
  ++untold_[organization];
}

std::optional<Generations::Untold> Generations::first_untold() const {
  if (untold_.empty()) return std::nullopt;
  return Untold{untold_.begin()->first, untold_.begin()->second};
}

void Generations::told(const Untold& untold, const std::string& generation) {
  known_[untold.organization] = generation;
  const auto found = untold_.find(untold.organization);
  if (found != untold_.end() && found->second == untold.times) untold_.erase(found);
}

}  // namespace parley
