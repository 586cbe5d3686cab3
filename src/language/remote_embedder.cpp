// SPDX-License-Identifier: Apache-2.0
#include "parley/language/remote_embedder.hpp"

#include <algorithm>
#include <mutex>
#include <span>

#include "chat_stream.hpp"
#include "embedding_json.hpp"

namespace parley {
namespace {

constexpr std::size_t kMostReplyBytes = 64 * 1024 * 1024;
constexpr std::size_t kBytesAToken = 4;

class HttpEmbedder final : public VectorSource {
 public:
  HttpEmbedder(RemoteEmbedderSettings settings, RemoteEmbedderParts parts)
      : settings_(std::move(settings)),
        parts_(parts),
        id_(host_of_url(settings_.url) + ":" + settings_.model + "/" + std::to_string(settings_.dimensions)),
        requests_(parts.meters.counter("parley_embedding_requests_total", "Requests for sentence vectors")),
        failed_(parts.meters.counter("parley_embedding_failures_total", "Requests for sentence vectors that failed")),
        tokens_(parts.meters.counter("parley_embedding_tokens_total", "Tokens that were embedded by a server")) {
    while (settings_.url.ends_with('/')) settings_.url.pop_back();
    settings_.texts_a_request = std::max<std::size_t>(1, settings_.texts_a_request);
  }

  const std::string& id() const override { return id_; }
  std::size_t dimensions() const override { return settings_.dimensions; }

  Task<Result<EmbeddedTexts>> embed(std::vector<std::string> texts, Instant deadline) override {
    EmbeddedTexts embedded;
    if (std::any_of(texts.begin(), texts.end(), [](const std::string& text) { return text.empty(); }))
      co_return Error{Fault::invalid_input, "an empty text has no meaning"};
    for (std::size_t at = 0; at < texts.size(); at += settings_.texts_a_request) {
      const auto some = std::span(texts).subspan(at, std::min(settings_.texts_a_request, texts.size() - at));
      auto reply = co_await ask(some, deadline);
      if (!reply) {
        failed_.add();
        co_return reply.error();
      }
      for (auto& vector : reply->vectors) embedded.vectors.push_back(std::move(vector));
      embedded.cost_usd += price_of(reply->tokens);
    }
    co_return embedded;
  }

  EmbeddingUsage usage() const override {
    const std::lock_guard lock(mutex_);
    return usage_;
  }

 private:
  // The caller owns the texts and waits.
  Task<Result<EmbeddingReply>> ask(std::span<const std::string> texts, Instant deadline) {
    HttpClientCall call("POST", settings_.url + "/embeddings", deadline);
    const bool shortened = settings_.model.starts_with("text-embedding-3");  // others refuse the word
    call.body = embedding_request_json(settings_.model, texts, settings_.dimensions, shortened);
    call.body_limit = kMostReplyBytes;
    call.headers.add("Content-Type", "application/json");
    if (!settings_.api_key.value.empty()) call.headers.add("Authorization", "Bearer " + settings_.api_key.value);
    requests_.add();
    const auto answer = co_await parts_.client.send(std::move(call));
    if (answer && parts_.limits) parts_.limits->heard(answer->status, answer->headers, parts_.clock.now());
    if (!answer) {
      if (answer.error().fault == Fault::timed_out) co_return answer.error();
      co_return Error{Fault::unavailable, answer.error().message};
    }
    if (answer->status != 200) co_return fault_of_status(answer->status, answer->headers, answer->body);
    auto reply = read_embeddings(answer->body, texts.size(), settings_.dimensions);
    std::uint64_t tokens = reply ? reply->tokens : 0;
    if (tokens == 0) {
      for (const auto& text : texts) tokens += text.size() / kBytesAToken + 1;
    }
    count(tokens);
    if (reply) reply->tokens = tokens;
    co_return reply;
  }

  double price_of(std::uint64_t tokens) const {
    return static_cast<double>(tokens) * settings_.usd_per_1k_tokens / 1000;
  }

  void count(std::uint64_t tokens) {
    tokens_.add(tokens);
    const std::lock_guard lock(mutex_);
    ++usage_.requests;
    usage_.tokens += tokens;
    usage_.cost_usd += price_of(tokens);
  }

  RemoteEmbedderSettings settings_;
  RemoteEmbedderParts parts_;
  std::string id_;
  Counter& requests_;
  Counter& failed_;
  Counter& tokens_;
  mutable std::mutex mutex_;  // guards usage_
  EmbeddingUsage usage_;      // of requests that were answered
};

}  // namespace

std::string host_of_url(std::string_view url) {
  const auto scheme = url.find("://");
  if (scheme != std::string_view::npos) url.remove_prefix(scheme + 3);
  return std::string(url.substr(0, url.find('/')));
}

std::unique_ptr<VectorSource> create_remote_embedder(RemoteEmbedderSettings settings, RemoteEmbedderParts parts) {
  return std::make_unique<HttpEmbedder>(std::move(settings), parts);
}

}  // namespace parley
