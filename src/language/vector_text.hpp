// SPDX-License-Identifier: Apache-2.0
// Vectors as text, as servers send them and caches keep them: base64 of 32-bit numbers, lowest byte first.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace parley {

std::string vector_text(std::span<const float> values);
std::optional<std::vector<float>> vector_from_text(std::string_view text);
// Makes its length 1; false: it has no direction.
bool to_unit(std::vector<float>& values);

}  // namespace parley
