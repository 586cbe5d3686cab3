// SPDX-License-Identifier: Apache-2.0
// Sentence vectors of a server: POST /embeddings of the interface that OpenAI began.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "parley/async/clock.hpp"
#include "parley/config/settings.hpp"
#include "parley/core/log.hpp"
#include "parley/core/meters.hpp"
#include "parley/language/provider_limits.hpp"
#include "parley/language/vector_source.hpp"
#include "parley/net/http_client.hpp"

namespace parley {

struct RemoteEmbedderSettings {
  std::string url;  // up to the version: "https://api.openai.com/v1"
  std::string model = "text-embedding-3-small";
  Secret api_key;                 // empty: none is sent
  std::size_t dimensions = 1536;  // what the model gives; another length is no vector of it
  std::size_t texts_a_request = 256;
  double usd_per_1k_tokens = 0.00002;
};

struct RemoteEmbedderParts {
  HttpClient& client;
  Clock& clock;
  Log log;
  Meters& meters;
  ProviderLimits* limits = nullptr;  // null: nobody wants to know
};

// Its id is of server, model and length: "api.openai.com:text-embedding-3-small/1536". A request without an answer
// costs nothing here; what its provider charges for it is not known.
std::unique_ptr<VectorSource> create_remote_embedder(RemoteEmbedderSettings settings, RemoteEmbedderParts parts);

// "https://api.openai.com/v1" → "api.openai.com"
std::string host_of_url(std::string_view url);

}  // namespace parley
