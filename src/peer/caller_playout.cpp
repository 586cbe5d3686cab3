// SPDX-License-Identifier: Apache-2.0
#include "caller_playout.hpp"

#include <algorithm>
#include <utility>

namespace parley::peer {

void CallerPlayout::add(std::vector<std::int16_t> samples, CallTime arrived, std::uint32_t generation,
                        std::uint32_t position) {
  Entry entry;
  entry.begins = std::max(arrived, until_);
  entry.samples = std::move(samples);
  entry.generation = generation;
  entry.position = position;
  until_ = entry.ends();
  entries_.push_back(std::move(entry));
}

void CallerPlayout::mark(std::string name, CallTime arrived) {
  Entry entry;
  entry.begins = std::max(arrived, until_);
  entry.mark = std::move(name);
  entries_.push_back(std::move(entry));
}

std::optional<CallerPlayout::Entry> CallerPlayout::next(CallTime now) {
  if (entries_.empty() || entries_.front().begins > now) return std::nullopt;
  std::optional<Entry> entry(std::move(entries_.front()));
  entries_.pop_front();
  return entry;
}

std::vector<std::string> CallerPlayout::clear(CallTime now) {
  std::vector<std::string> marks;
  for (auto& entry : entries_) {
    if (!entry.mark.empty()) marks.push_back(std::move(entry.mark));
  }
  entries_.clear();
  until_ = std::min(until_, now);
  return marks;
}

}  // namespace parley::peer
