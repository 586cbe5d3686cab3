// SPDX-License-Identifier: Apache-2.0
// Values by a generation-counted id: an id that outlives its value finds nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "parley/telephony/call_offer.hpp"

namespace parley::sip {

template <class Value>
class SlotTable {
 public:
  SipSessionId add(Value value) {
    std::uint32_t slot = 0;
    if (free_.empty()) {
      slot = static_cast<std::uint32_t>(slots_.size());
      slots_.emplace_back();
    } else {
      slot = free_.back();
      free_.pop_back();
    }
    slots_[slot].value.emplace(std::move(value));
    return {slot, slots_[slot].generation};
  }
  // Valid until the next add().
  Value* find(SipSessionId id) {
    if (id.slot >= slots_.size() || slots_[id.slot].generation != id.generation) return nullptr;
    auto& value = slots_[id.slot].value;
    return value ? &*value : nullptr;
  }
  void remove(SipSessionId id) {
    if (!find(id)) return;
    slots_[id.slot].value.reset();
    ++slots_[id.slot].generation;
    free_.push_back(id.slot);
  }
  std::size_t size() const { return slots_.size() - free_.size(); }
  std::vector<SipSessionId> ids() const {
    std::vector<SipSessionId> all;
    for (std::uint32_t slot = 0; slot < slots_.size(); ++slot) {
      if (slots_[slot].value) all.push_back({slot, slots_[slot].generation});
    }
    return all;
  }

 private:
  struct Slot {
    std::uint32_t generation = 1;
    std::optional<Value> value;
  };
  std::vector<Slot> slots_;
  std::vector<std::uint32_t> free_;
};

}  // namespace parley::sip
