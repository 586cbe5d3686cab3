// SPDX-License-Identifier: Apache-2.0
// Sentences to measure with.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "parley/core/result.hpp"

namespace parley::commands {

// Lines of every seq.in under `directory`, `count` of them at even distances.
Result<std::vector<std::string>> read_sentences(const std::filesystem::path& directory, std::size_t count);

// Of 1 to 24 words, mostly 5 to 15; the same every time.
Result<std::vector<std::string>> made_sentences(std::size_t count);

}  // namespace parley::commands
