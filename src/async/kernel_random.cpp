// SPDX-License-Identifier: Apache-2.0
#include "parley/async/kernel_random.hpp"

#include <sys/random.h>

#include <cerrno>
#include <stdexcept>

namespace parley {

void fill_random(std::span<std::uint8_t> bytes) {
  while (!bytes.empty()) {
    const auto given = ::getrandom(bytes.data(), bytes.size(), 0);
    if (given < 0 && errno == EINTR) continue;
    if (given <= 0) throw std::runtime_error("the kernel gives no random numbers");
    bytes = bytes.subspan(static_cast<std::size_t>(given));
  }
}

}  // namespace parley
