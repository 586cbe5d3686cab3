// SPDX-License-Identifier: Apache-2.0
// Says when a caller has paused, early and cheaply, so that words can be settled while the endpointing still waits.
#pragma once

#include <cstdint>
#include <span>

namespace parley {

// Works on 10 ms of 8 kHz samples at a time; a pause that turns out to be none costs computing, nothing else.
class PauseWatch {
 public:
  void hear(std::span<const std::int16_t> samples);
  // Length of the quiet at the end, in 10 ms; 0 while somebody speaks.
  int quiet() const { return quiet_; }
  void restart() { peak_db_ = 0, quiet_ = 0; }

 private:
  void block();

  double energy_ = 0;
  int count_ = 0;
  double floor_db_ = 0;  // of the line's noise; 0 = nothing heard yet
  double peak_db_ = 0;   // of the running utterance, sinking slowly
  int quiet_ = 0;
};

}  // namespace parley
