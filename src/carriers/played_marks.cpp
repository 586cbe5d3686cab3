// SPDX-License-Identifier: Apache-2.0
#include "played_marks.hpp"

#include <algorithm>
#include <charconv>

namespace parley {

std::optional<std::string> PlayedMarks::due(bool utterance_over) {
  const bool wanted = utterance_over ? marked_ < sent_ : sent_ - marked_ >= kEvery;
  if (!wanted || pending_.size() >= kMostPending) return std::nullopt;
  marked_ = sent_;
  pending_.push_back({next_, sent_});
  return "p" + std::to_string(next_++);
}

bool PlayedMarks::echoed(std::string_view name) {
  std::uint64_t number = 0;
  if (!name.starts_with('p')) return false;
  const auto [end, error] = std::from_chars(name.data() + 1, name.data() + name.size(), number);
  if (error != std::errc{} || end != name.data() + name.size()) return false;
  if (number < flushed_below_) return true;
  const auto found =
      std::find_if(pending_.begin(), pending_.end(), [number](const Mark& mark) { return mark.number == number; });
  if (found == pending_.end()) return false;
  heard_ = found->position;  // what was sent before it was played before it
  pending_.erase(pending_.begin(), found + 1);
  return true;
}

void PlayedMarks::cleared() {
  pending_.clear();
  flushed_below_ = next_;
  heard_ = marked_ = sent_;
}

}  // namespace parley
