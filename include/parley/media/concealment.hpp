// SPDX-License-Identifier: Apache-2.0
// Makes up the sound of lost packets from the last pitch period; fades to silence within about 60 ms. 8 kHz.
#pragma once

#include <cstdint>
#include <memory>
#include <span>

namespace parley {

class LossConcealment {
 public:
  LossConcealment();
  LossConcealment(const LossConcealment&) = delete;
  LossConcealment& operator=(const LossConcealment&) = delete;
  ~LossConcealment();

  // Every real frame passes here; the first one after a gap is cross-faded with what was made up. Never allocates.
  void heard(std::span<std::int16_t> samples) noexcept;
  // Fills in for what is missing. Never allocates.
  void fill(std::span<std::int16_t> samples) noexcept;

 private:
  struct History;
  std::unique_ptr<History> history_;
};

}  // namespace parley
