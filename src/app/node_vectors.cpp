// SPDX-License-Identifier: Apache-2.0
#include "node_vectors.hpp"

#include <utility>

#include "parley/encoder/onnx_encoder.hpp"
#include "parley/language/pooled_vectors.hpp"
#include "parley/language/remote_embedder.hpp"
#include "parley/router/normalise.hpp"

namespace parley {
namespace {

constexpr std::chrono::seconds kOperatorsPatience{2};

}  // namespace

NodeVectors::NodeVectors(const Settings& settings, Clock& clock, Log log, Meters& meters)
    : settings_(settings), clock_(clock), log_(std::move(log)), meters_(meters) {}

std::vector<std::string> NodeVectors::build(HttpClient& http, TwoTierCache& cache, Database* database) {
  const auto& wanted = settings_.embedding;
  if (wanted.provider == "builtin" || settings_.router.meaning == "off") return {};
  SentenceVectorSettings fetching;
  if (wanted.provider == "openai") {
    if (wanted.url.starts_with("https://")) {
      if (const auto trusted = http.trust(""); !trusted) return {"embedding.url: " + trusted.error().message};
    }
    limits_ = std::make_unique<ProviderLimits>(host_of_url(wanted.url) + " " + wanted.model);
    RemoteEmbedderSettings settings;
    settings.url = wanted.url;
    settings.model = wanted.model;
    settings.api_key = wanted.api_key;
    settings.dimensions = wanted.dimensions;
    settings.usd_per_1k_tokens = wanted.usd_per_1k;
    source_ = create_remote_embedder(std::move(settings), {http, clock_, log_, meters_, limits_.get()});
  } else {
    OnnxEncoderFiles files{wanted.onnx_model, wanted.onnx_vocabulary, wanted.onnx_runtime, wanted.onnx_lower_case};
    auto opened = open_onnx_encoder(files);
    if (!opened) return {opened.error().message};
    pool_ = std::make_unique<BlockingPool>(1, "vectors");
    source_ = create_pooled_vectors(std::move(*opened), *pool_, clock_);
    // One thread serves lessons and live questions: those of a lesson come in portions that a live one can wait for.
    fetching.texts_a_request = 1;
    fetching.batch.workers = 1;
  }
  if (database) costs_ = EmbeddingCosts::create(*database, clock_);
  SentenceVectors::Parts parts{*source_, cache, clock_, log_, meters_};
  vectors_ = std::make_unique<SentenceVectors>(std::move(parts), fetching);
  log_.info("embedding.source", "questions are compared by vectors of " + source_->id());
  return {};
}

Task<Result<std::shared_ptr<KnownVectors>>> NodeVectors::lesson(OrganizationKey organization,
                                                                std::vector<std::string> texts) {
  const auto count_of_texts = texts.size();
  auto fetched = co_await vectors_->all(organization, std::move(texts));
  log_.info("embedding.fetched", "vectors to learn from",
            {{"organization", organization.value},
             {"texts", count_of_texts},
             {"fetched", fetched.fetched},
             {"microdollars", static_cast<std::int64_t>(fetched.cost_usd * 1e6)}});
  co_await count(organization, fetched.cost_usd);
  if (fetched.fault) co_return *fetched.fault;
  co_return std::move(fetched.embedder);
}

Task<std::optional<QueryFeatures>> NodeVectors::question(OrganizationKey organization, const IntentRouter& router,
                                                         std::string text) {
  auto words = join_words(normalise(text));
  if (!vectors_ || words.empty() || router.embedder() != vectors_->id()) co_return std::nullopt;
  const Instant deadline = clock_.now() + kOperatorsPatience;
  auto fetched = co_await vectors_->of(organization, std::move(words), deadline);
  if (!fetched) co_return std::nullopt;
  co_await count(organization, fetched->cost_usd);
  co_return QueryFeatures{vectors_->id(), std::move(fetched->values)};
}

Task<void> NodeVectors::count(OrganizationKey organization, double usd) {
  if (!costs_ || usd <= 0) co_return;
  auto counted = co_await costs_->spent(organization, usd);
  if (!counted) log_.warning("embedding.cost_lost", counted.error().message, {{"organization", organization.value}});
}

LinkHealth NodeVectors::health() const {
  if (!vectors_) return {LinkState::ok, "built in", "", ""};
  const auto problem = vectors_->problem();
  if (problem.empty()) return {LinkState::ok, vectors_->id(), "", ""};
  return {LinkState::degraded, vectors_->id(), problem, "layer 2 is asked instead; see docs/troubleshooting.md"};
}

}  // namespace parley
