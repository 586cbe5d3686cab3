// SPDX-License-Identifier: Apache-2.0
// Layer 2 without a language model: what the organization has written down, said in its own words.
#pragma once

#include <memory>

#include "parley/async/clock.hpp"
#include "parley/core/log.hpp"
#include "parley/core/meters.hpp"
#include "parley/language/knowledge_search.hpp"
#include "parley/language/language_model.hpp"

namespace parley {

// `search` outlives the responder and its replies. A search that fails answers nobody, but for timed_out.
std::unique_ptr<LanguageModel> create_knowledge_responder(KnowledgeSearch& search, Clock& clock, Log log,
                                                          Meters& meters);

}  // namespace parley
