// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "parley/core/result.hpp"
#include "pieces.hpp"

namespace parley::encoder {

inline constexpr std::size_t kMostTokens = 128;
// Of the text; 128 tokens are 2,048 characters at most. What follows is not looked at.
inline constexpr std::size_t kMostTextBytes = 4096;

// Ids of at most kMostTokens pieces: NFKC, U+2581 before the first word and for every space. Text without any known
// piece but spaces is an error, as is text that is no UTF-8 (invalid_input): its vector would be that of all such
// texts.
Result<std::vector<std::uint32_t>> sentence_tokens(std::string_view text, const Pieces& pieces);

}  // namespace parley::encoder
