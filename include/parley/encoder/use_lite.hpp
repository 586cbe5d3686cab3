// SPDX-License-Identifier: Apache-2.0
// The Universal Sentence Encoder Lite: a transformer of two layers over unigram pieces, English.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "parley/core/result.hpp"
#include "parley/encoder/embedder.hpp"

namespace parley {

// The int8 engines give the same vector, bit by bit, and share an id; they differ in the instructions they need.
enum class UseLiteEngine {
  fastest,  // of the int8 engines that this machine has
  int8_avx512_vnni,
  int8_avx_vnni,
  int8_avx2,
  int8_portable,
  f32,  // the published arithmetic; slow
};

// The file in a models directory that scripts/fetch_encoder writes.
inline constexpr std::string_view kUseLiteFile = "use_lite.parley";

std::string_view engine_name(UseLiteEngine engine);

// What this machine can run, fastest first, `fastest` left out.
std::vector<UseLiteEngine> use_lite_engines_here();

// Owners of the result: whoever embeds; snapshots of an organization's router keep it while they live. The file stays
// mapped: replace it by renaming another over it, never by writing into it. Errors name the file, what is wrong with it
// and what mends it (unavailable); an engine that this machine lacks is unsupported.
Result<std::shared_ptr<const Embedder>> open_use_lite(const std::filesystem::path& file,
                                                      UseLiteEngine engine = UseLiteEngine::fastest);

// The pieces of each text, as features() reads them: for comparisons with the published tokenizer.
Result<std::vector<std::vector<std::uint32_t>>> use_lite_tokens(const std::filesystem::path& file,
                                                                std::span<const std::string> texts);

}  // namespace parley
