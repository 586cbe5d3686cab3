// SPDX-License-Identifier: Apache-2.0
#include "parley/language/pooled_vectors.hpp"

#include <gtest/gtest.h>

#include "meaning/toy_embedder.hpp"
#include "support/loop_thread.hpp"

namespace parley {
namespace {

using namespace std::chrono_literals;

class PooledVectorsTest : public testing::Test {
 protected:
  Result<EmbeddedTexts> embed(std::vector<std::string> texts, std::chrono::milliseconds limit = 10s) {
    return loop_.run(source_->embed(std::move(texts), clock_->now() + limit));
  }

  std::unique_ptr<Clock> clock_ = create_system_clock();
  std::shared_ptr<const Embedder> toy_ = std::make_shared<test::ToyEmbedder>(false);
  test::LoopThread loop_;
  BlockingPool pool_{1, "vectors"};
  std::unique_ptr<VectorSource> source_ = create_pooled_vectors(toy_, pool_, *clock_);
};

TEST_F(PooledVectorsTest, GivesWhatTheEmbedderMakes) {
  const auto came = embed({"do you park", "open hours"});
  ASSERT_TRUE(came) << came.error().message;
  ASSERT_EQ(came->vectors.size(), 2U);
  std::vector<float> right(toy_->dimensions());
  ASSERT_TRUE(toy_->features("open hours", right));
  EXPECT_EQ(came->vectors[1], right);
  EXPECT_EQ(came->cost_usd, 0);
  EXPECT_EQ(source_->id(), "toy");
  EXPECT_EQ(source_->usage().requests, 1U);
}

TEST_F(PooledVectorsTest, WhatIsLateAlreadyIsNotComputed) {
  const auto late = embed({"do you park"}, -1ms);
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().fault, Fault::timed_out);
}

TEST_F(PooledVectorsTest, OneTextThatCannotBeReadLeavesTheOthers) {
  EXPECT_EQ(embed({"unreadable"}).error().fault, Fault::invalid_input);
  const auto some = embed({"unreadable", "open"});
  ASSERT_TRUE(some);
  EXPECT_TRUE(some->vectors[0].empty());
  EXPECT_EQ(some->vectors[1].size(), toy_->dimensions());
}

}  // namespace
}  // namespace parley
