// SPDX-License-Identifier: Apache-2.0
#include "parley/language/sentence_vectors.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "parley/async/within.hpp"
#include "parley/cache/cache_key.hpp"
#include "vector_text.hpp"

namespace parley {
namespace {

constexpr auto kLive = "parley_embedding_live_total";
constexpr auto kLiveHelp = "Vectors that live questions wanted, by where they came from";

using VectorsByText = std::map<std::string, std::vector<float>, std::less<>>;

}  // namespace

// What came of one request of learning.
struct SentenceVectors::Some {
  VectorsByText vectors;
  std::size_t fetched = 0;
  double cost_usd = 0;
};

SentenceVectors::SentenceVectors(Parts parts, SentenceVectorSettings settings)
    : parts_(std::move(parts)),
      settings_(settings),
      kept_(parts_.meters.counter(kLive, kLiveHelp, {{"from", "cache"}})),
      fetched_(parts_.meters.counter(kLive, kLiveHelp, {{"from", "source"}})),
      late_(parts_.meters.counter(kLive, kLiveHelp, {{"from", "late"}})),
      failed_(parts_.meters.counter(kLive, kLiveHelp, {{"from", "failed"}})) {}

std::string SentenceVectors::key_of(const OrganizationKey& organization, const std::string& text) const {
  CacheQuestion question;
  question.use = CacheUse::embedding;
  question.organization = organization.value;
  question.configuration = id();
  question.content = text;
  return cache_key(question);
}

std::vector<float> SentenceVectors::understood(const std::string& kept) const {
  auto values = vector_from_text(kept);
  if (!values || values->size() != dimensions() || !to_unit(*values)) return {};
  return *std::move(values);
}

// A source that does not keep its deadline is left.
Task<Result<EmbeddedTexts>> SentenceVectors::ask(std::vector<std::string> texts, Instant deadline) {
  const auto count = texts.size();
  auto asking = parts_.source.embed(std::move(texts), deadline);
  auto in_time = co_await within(parts_.clock, deadline, std::move(asking));
  Result<EmbeddedTexts> came = Error{Fault::timed_out, "the vector of a sentence is late"};
  if (in_time) came = *std::move(in_time);
  if (came && came->vectors.size() != count) came = Error{Fault::unsupported, "another count of vectors than of texts"};
  const std::lock_guard lock(mutex_);
  problem_ = came || came.error().fault == Fault::invalid_input ? std::string() : came.error().message;
  co_return came;
}

std::string SentenceVectors::problem() const {
  const std::lock_guard lock(mutex_);
  return problem_;
}

Task<Result<FetchedVector>> SentenceVectors::of(OrganizationKey organization, std::string text, Instant deadline) {
  FetchedVector vector;
  bool asked = false;
  auto maker = [&]() -> Task<Result<std::string>> {
    asked = true;
    std::vector<std::string> texts{text};
    auto came = co_await ask(std::move(texts), deadline);
    if (!came) co_return came.error();
    vector.cost_usd = came->cost_usd;
    co_return vector_text(came->vectors.front());
  };
  const auto key = key_of(organization, text);
  TwoTierCache::Maker make = maker;
  auto kept = co_await parts_.cache.get_or_make(CacheUse::embedding, organization, key, deadline, std::move(make));
  if (kept) vector.values = understood(*kept);
  if (kept && vector.values.empty() && !asked) {  // damaged in the cache: made anew
    kept = co_await maker();
    if (kept) {
      vector.values = understood(*kept);
      parts_.cache.put(CacheUse::embedding, organization, key, *kept);
    }
  }
  if (!kept) {
    (kept.error().fault == Fault::timed_out ? late_ : failed_).add();
    co_return kept.error();
  }
  if (vector.values.empty()) {
    failed_.add();
    co_return Error{Fault::unsupported, "what came is no vector of " + id()};
  }
  (asked ? fetched_ : kept_).add();
  co_return vector;
}

Task<Result<SentenceVectors::Some>> SentenceVectors::fetch(const OrganizationKey& organization,
                                                           const std::vector<std::string>& texts) {
  Some some;
  std::vector<std::string> missing;
  for (const auto& text : texts) {
    const auto key = key_of(organization, text);
    auto kept = co_await parts_.cache.get(CacheUse::embedding, organization, key);
    auto values = kept ? understood(*kept) : std::vector<float>{};
    if (values.empty()) {
      missing.push_back(text);
    } else {
      some.vectors.emplace(text, std::move(values));
    }
  }
  if (missing.empty()) co_return some;
  auto wanted = missing;
  const auto deadline = parts_.clock.now() + settings_.request_deadline;
  auto came = co_await ask(std::move(wanted), deadline);
  if (!came) co_return came.error();
  some.fetched = missing.size();
  some.cost_usd = came->cost_usd;
  for (std::size_t at = 0; at < missing.size(); ++at) {
    auto& values = came->vectors[at];
    if (values.empty()) continue;
    parts_.cache.put(CacheUse::embedding, organization, key_of(organization, missing[at]), vector_text(values));
    some.vectors.emplace(std::move(missing[at]), std::move(values));
  }
  co_return some;
}

Task<FetchedLesson> SentenceVectors::all(OrganizationKey organization, std::vector<std::string> texts) {
  std::erase(texts, "");
  std::vector<std::vector<std::string>> batches;
  for (std::size_t at = 0; at < texts.size(); at += settings_.texts_a_request) {
    const auto from = texts.begin() + static_cast<std::ptrdiff_t>(at);
    const auto count = std::min(settings_.texts_a_request, texts.size() - at);
    batches.emplace_back(from, from + static_cast<std::ptrdiff_t>(count));
  }
  std::function<Task<Result<Some>>(const std::vector<std::string>&)> work = [&](const std::vector<std::string>& batch) {
    return fetch(organization, batch);
  };
  auto running = run_batch<Some, std::vector<std::string>>(parts_.clock, settings_.batch, std::move(batches), work);
  auto results = co_await std::move(running);
  FetchedLesson lesson;
  VectorsByText vectors;
  for (auto& one : results) {
    if (!one) {
      lesson.fault = one.error();
      continue;
    }
    lesson.fetched += one->fetched;
    lesson.cost_usd += one->cost_usd;
    vectors.merge(one->vectors);
  }
  if (lesson.fault) co_return lesson;
  lesson.embedder = std::make_shared<KnownVectors>(id(), dimensions(), std::move(vectors));
  co_return lesson;
}

}  // namespace parley
