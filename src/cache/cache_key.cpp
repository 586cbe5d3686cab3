// SPDX-License-Identifier: Apache-2.0
#include "parley/cache/cache_key.hpp"

#include <algorithm>

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

std::string caller_cache_key(std::string_view number) {
  number.remove_prefix(std::min(number.find_first_not_of('+'), number.size()));
  return "caller:" + std::string(number);
}

}  // namespace parley
