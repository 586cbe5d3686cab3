// SPDX-License-Identifier: Apache-2.0
// Byte ranges of RFC 9110 §14, one range at a time.
#pragma once

#include <cstdint>
#include <string_view>

namespace parley {

struct HttpRange {
  enum class Kind {
    whole,          // no range, or one that we may ignore: answer 200
    part,           // 206 with `first` and `length`
    unsatisfiable,  // 416
  };

  Kind kind = Kind::whole;
  std::uint64_t first = 0;
  std::uint64_t length = 0;

  friend bool operator==(const HttpRange&, const HttpRange&) = default;
};

// Other units, several ranges and malformed ones are ignored, as the RFC allows.
HttpRange parse_range(std::string_view header, std::uint64_t size);

}  // namespace parley
