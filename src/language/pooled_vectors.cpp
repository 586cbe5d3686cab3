// SPDX-License-Identifier: Apache-2.0
#include "parley/language/pooled_vectors.hpp"

#include <atomic>
#include <utility>

namespace parley {
namespace {

class PooledVectors final : public VectorSource {
 public:
  PooledVectors(std::shared_ptr<const Embedder> embedder, BlockingPool& pool, Clock& clock)
      : embedder_(std::move(embedder)), pool_(pool), clock_(clock) {}

  const std::string& id() const override { return embedder_->id(); }
  std::size_t dimensions() const override { return embedder_->dimensions(); }

  // A text that cannot be read has an empty vector when others can.
  Task<Result<EmbeddedTexts>> embed(std::vector<std::string> texts, Instant deadline) override {
    ++requests_;
    auto job = [&]() -> Result<EmbeddedTexts> {
      EmbeddedTexts embedded;
      for (const auto& text : texts) {
        if (clock_.now() >= deadline) return Error{Fault::timed_out, "the vector of a sentence is late"};
        std::vector<float> values(embedder_->dimensions());
        const auto made = embedder_->features(text, values);
        if (!made && (texts.size() == 1 || made.error().fault != Fault::invalid_input)) return made.error();
        if (!made) values.clear();
        embedded.vectors.push_back(std::move(values));
      }
      return embedded;
    };
    auto came = co_await pool_.run(job);
    co_return came;
  }
  EmbeddingUsage usage() const override { return {requests_, 0, 0}; }

 private:
  std::shared_ptr<const Embedder> embedder_;
  BlockingPool& pool_;
  Clock& clock_;
  std::atomic<std::uint64_t> requests_{0};
};

}  // namespace

std::unique_ptr<VectorSource> create_pooled_vectors(std::shared_ptr<const Embedder> embedder, BlockingPool& pool,
                                                    Clock& clock) {
  return std::make_unique<PooledVectors>(std::move(embedder), pool, clock);
}

}  // namespace parley
