// SPDX-License-Identifier: Apache-2.0
// A language model behind the interface that OpenAI began and many servers speak: POST /chat/completions, streamed.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "parley/async/clock.hpp"
#include "parley/config/settings.hpp"
#include "parley/core/log.hpp"
#include "parley/core/meters.hpp"
#include "parley/language/knowledge_search.hpp"
#include "parley/language/language_model.hpp"
#include "parley/language/provider_limits.hpp"
#include "parley/net/http_client.hpp"

namespace parley {

struct ChatModelSettings {
  std::string url;                           // up to the version: "https://api.openai.com/v1"
  std::string model;                         // as the server names it
  Secret api_key;                            // empty: none is sent
  std::chrono::milliseconds deadline{4000};  // the question's deadline counts when it is earlier
  double usd_per_1k_prompt = 0;
  double usd_per_1k_completion = 0;
  std::uint32_t most_tokens = 160;  // of an answer
};

struct ChatModelParts {
  KnowledgeSearch* search = nullptr;  // null: the model knows of the organization what its definition says
  HttpClient& client;                 // used on the asking loop; must not be changed meanwhile
  Clock& clock;
  Log log;
  Meters& meters;
  ProviderLimits* limits = nullptr;  // null: nobody wants to know
};

std::unique_ptr<LanguageModel> create_chat_model(ChatModelSettings settings, ChatModelParts parts);

}  // namespace parley
