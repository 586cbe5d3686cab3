// SPDX-License-Identifier: Apache-2.0
#include "remembered_embedder.hpp"

#include <gtest/gtest.h>

namespace parley::commands {
namespace {

class Counting final : public Embedder {
 public:
  const std::string& id() const override { return id_; }
  std::size_t dimensions() const override { return 2; }
  std::size_t max_tokens() const override { return 9; }
  Result<void> features(std::string_view text, std::span<float> out) const override {
    ++asked;
    if (text.empty()) return Error{Fault::invalid_input, "nothing to read"};
    out[0] = static_cast<float>(text.size());
    out[1] = 1;
    return {};
  }
  const OutputLayer* output_layer() const override { return nullptr; }
  mutable int asked = 0;

 private:
  std::string id_ = "counting";
};

TEST(RememberedEmbedder, AsksForEachTextOnceAndForFaultsAgain) {
  // Owners: the embedder under test and this test.
  const auto counting = std::make_shared<Counting>();
  const RememberedEmbedder remembered(counting);
  std::vector<float> out(2);
  for (int turn = 0; turn < 3; ++turn) {
    out.assign(2, 0);
    ASSERT_TRUE(remembered.features("four", out));
    EXPECT_EQ(out, (std::vector<float>{4, 1}));
  }
  EXPECT_EQ(counting->asked, 1);
  EXPECT_FALSE(remembered.features("", out));
  EXPECT_FALSE(remembered.features("", out));
  EXPECT_EQ(counting->asked, 3);
  EXPECT_EQ(remembered.id(), "counting");
  EXPECT_EQ(remembered.dimensions(), 2U);
}

}  // namespace
}  // namespace parley::commands
