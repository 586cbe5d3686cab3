// SPDX-License-Identifier: Apache-2.0
// Requests for sentence vectors and what comes back, as text.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "parley/core/result.hpp"

namespace parley {

struct EmbeddingReply {
  std::vector<std::vector<float>> vectors;  // of length 1, in the order of the texts
  std::uint64_t tokens = 0;
};

// The body of POST /embeddings; vectors are asked for in base64, a third of their size as numbers.
std::string embedding_request_json(const std::string& model, std::span<const std::string> texts, std::size_t dimensions,
                                   bool name_dimensions);
// unsupported: not so many vectors of that length. Numbers are taken as well as base64; the order is that of `index`.
Result<EmbeddingReply> read_embeddings(const std::string& json, std::size_t count, std::size_t dimensions);

}  // namespace parley
