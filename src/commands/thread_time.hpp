// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ctime>

namespace parley::commands {

// Microseconds of processor that the calling thread has used: what benchmarks of pure code count, since other
// programs on the machine do not show in it.
inline double thread_microseconds() {
  timespec time{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_nsec) / 1e3;
}

}  // namespace parley::commands
