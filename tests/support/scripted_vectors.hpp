// SPDX-License-Identifier: Apache-2.0
// A source of vectors that any embedder makes, after a while, at a price, until it is told to fail.
#pragma once

#include <memory>
#include <optional>
#include <utility>

#include "parley/async/clock.hpp"
#include "parley/encoder/embedder.hpp"
#include "parley/language/vector_source.hpp"

namespace parley::test {

class ScriptedVectors final : public VectorSource {
 public:
  ScriptedVectors(std::shared_ptr<const Embedder> by, Clock& clock) : by_(std::move(by)), clock_(clock) {}

  const std::string& id() const override { return id_; }
  std::size_t dimensions() const override { return by_->dimensions(); }
  Task<Result<EmbeddedTexts>> embed(std::vector<std::string> texts, Instant) override {
    ++usage_.requests;
    asked.push_back(texts);
    if (takes > Duration::zero()) {
      auto waiting = clock_.sleep_until(clock_.now() + takes);
      co_await std::move(waiting);
    }
    if (failures > 0) {
      --failures;
      co_return Error{Fault::unavailable, "the server of vectors is away"};
    }
    EmbeddedTexts embedded;
    for (const auto& text : texts) {
      std::vector<float> values(by_->dimensions());
      if (!by_->features(text, values)) values.clear();
      embedded.vectors.push_back(std::move(values));
    }
    embedded.cost_usd = usd_a_text * static_cast<double>(texts.size());
    usage_.cost_usd += embedded.cost_usd;
    co_return embedded;
  }
  EmbeddingUsage usage() const override { return usage_; }

  Duration takes{};
  int failures = 0;  // of the next requests
  double usd_a_text = 0.25;
  std::vector<std::vector<std::string>> asked;

 private:
  // Owners: this, and the test.
  std::shared_ptr<const Embedder> by_;
  Clock& clock_;
  std::string id_ = "scripted/64";
  EmbeddingUsage usage_;
};

}  // namespace parley::test
