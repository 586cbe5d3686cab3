// SPDX-License-Identifier: Apache-2.0
// Who is asked in which order: the organization's own words, then a language model, else nobody.
#pragma once

#include <memory>

#include "parley/language/language_model.hpp"

namespace parley {

// Either may be null. Knowledge that fails or is late leaves the question to `chat`.
std::unique_ptr<LanguageModel> create_layer_two(std::unique_ptr<LanguageModel> knowledge,
                                                std::unique_ptr<LanguageModel> chat);

}  // namespace parley
