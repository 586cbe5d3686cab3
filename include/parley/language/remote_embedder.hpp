// SPDX-License-Identifier: Apache-2.0
// Sentence vectors of a server: POST /embeddings of the interface that OpenAI began.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "parley/async/clock.hpp"
#include "parley/async/task.hpp"
#include "parley/config/settings.hpp"
#include "parley/core/log.hpp"
#include "parley/core/meters.hpp"
#include "parley/core/result.hpp"
#include "parley/net/http_client.hpp"

namespace parley {

// A live query does not wait longer for its vector.
inline constexpr std::chrono::milliseconds kLiveEmbeddingDeadline{100};

struct RemoteEmbedderSettings {
  std::string url;  // up to the version: "https://api.openai.com/v1"
  std::string model = "text-embedding-3-small";
  Secret api_key;                 // empty: none is sent
  std::size_t dimensions = 1536;  // what the model gives; another length is no vector of it
  std::size_t texts_a_request = 256;
  double usd_per_1k_tokens = 0.00002;
};

struct EmbeddingUsage {
  std::uint64_t requests = 0;
  std::uint64_t tokens = 0;
  double cost_usd = 0;

  friend bool operator==(const EmbeddingUsage&, const EmbeddingUsage&) = default;
};

// Used on any event loop.
class RemoteEmbedder {
 public:
  virtual ~RemoteEmbedder() = default;
  // Of server, model and length: "api.openai.com:text-embedding-3-small/1536". Thresholds belong to it.
  virtual const std::string& id() const = 0;
  virtual std::size_t dimensions() const = 0;
  // One vector of length 1 a text, in their order; all or nothing. Faults: invalid_input (a text is empty), timed_out,
  // exhausted (the provider limits us), unavailable, unsupported (what it sent are no such vectors).
  virtual Task<Result<std::vector<std::vector<float>>>> embed(std::vector<std::string> texts, Instant deadline) = 0;
  virtual EmbeddingUsage usage() const = 0;  // so far; thread-safe
};

struct RemoteEmbedderParts {
  HttpClient& client;
  Clock& clock;
  Log log;
  Meters& meters;
};

std::unique_ptr<RemoteEmbedder> create_remote_embedder(RemoteEmbedderSettings settings, RemoteEmbedderParts parts);

}  // namespace parley
