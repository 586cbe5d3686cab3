// SPDX-License-Identifier: Apache-2.0
// What callers wrap a question in: "hi there, could you tell me … please".
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace parley {

// Words [first, last) are the question itself.
struct Core {
  std::uint32_t first = 0;
  std::uint32_t last = 0;

  std::uint32_t size() const { return last - first; }
  friend bool operator==(const Core&, const Core&) = default;
};

// Of normalised words without emphasis. When nothing but courtesies was said, they are the core.
Core core_of(const std::vector<std::string>& words);

}  // namespace parley
