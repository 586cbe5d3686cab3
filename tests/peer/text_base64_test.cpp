// SPDX-License-Identifier: Apache-2.0
#include "text_base64.hpp"

#include <gtest/gtest.h>

namespace parley::peer {
namespace {

// RFC 4648 §10
TEST(TextBase64, KnowsTheVectorsOfTheRfc) {
  const std::vector<std::pair<std::string, std::string>> vectors = {
      {"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"}, {"foob", "Zm9vYg=="}, {"foobar", "Zm9vYmFy"}};
  for (const auto& [plain, coded] : vectors) {
    const std::vector<std::uint8_t> bytes(plain.begin(), plain.end());
    EXPECT_EQ(to_base64(bytes), coded);
    EXPECT_EQ(from_base64(coded), bytes);
  }
  EXPECT_FALSE(from_base64("Zg="));
  EXPECT_FALSE(from_base64("Z!=="));
}

}  // namespace
}  // namespace parley::peer
