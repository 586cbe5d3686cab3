// SPDX-License-Identifier: Apache-2.0
#include "parley/cache/cache_key.hpp"

#include "parley/core/sha256.hpp"

namespace parley {

std::string cache_key(const CacheQuestion& question) {
  const std::string_view fields[] = {name_of(question.use), question.organization,  question.language,
                                     question.journey,      question.configuration, question.content};
  std::string text;
  // Each with its length in front: no field can pass for a part of its neighbour.
  for (const auto field : fields) {
    text += std::to_string(field.size());
    text += ':';
    text += field;
  }
  return sha256_hex(text);
}

}  // namespace parley
