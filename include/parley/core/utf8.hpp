// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace parley {

// Bytes of the well-formed UTF-8 sequence at the start (RFC 3629 §4): no overlong form, no surrogate, nothing beyond
// U+10FFFF. 0: there is none, or the text is empty.
std::size_t utf8_length(std::string_view text) noexcept;

}  // namespace parley
