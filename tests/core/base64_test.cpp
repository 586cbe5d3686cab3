// SPDX-License-Identifier: Apache-2.0
#include "parley/core/base64.hpp"

#include <gtest/gtest.h>

#include <array>
#include <vector>

namespace parley {
namespace {

std::optional<std::string> decoded(std::string_view text) {
  std::array<std::uint8_t, 64> room{};
  const auto length = base64_decode(text, room);
  if (!length) return std::nullopt;
  return std::string(room.begin(), room.begin() + static_cast<std::ptrdiff_t>(*length));
}

// RFC 4648 §10
TEST(Base64, KnowsTheVectorsOfTheRfc) {
  const std::vector<std::pair<std::string, std::string>> vectors = {
      {"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"}, {"foob", "Zm9vYg=="}, {"fooba", "Zm9vYmE="}};
  for (const auto& [plain, coded] : vectors) {
    EXPECT_EQ(decoded(coded), plain);
    std::string out = "x";
    base64_append(std::span(reinterpret_cast<const std::uint8_t*>(plain.data()), plain.size()), out);
    EXPECT_EQ(out, "x" + coded);
  }
}

TEST(Base64, RefusesWhatIsNone) {
  for (const char* wrong : {"Zg=", "Zg", "Z===", "====", "Zg==Zg==", "Zm 9", "Zm9\n", "Zm9-", "Zm9_",
                            "\xff\xff\xff\xff", "=g==", "Zm9v="}) {
    EXPECT_FALSE(decoded(wrong)) << wrong;
  }
}

TEST(Base64, NeverWritesBeyondItsRoom) {
  std::array<std::uint8_t, 2> room{};
  EXPECT_FALSE(base64_decode("Zm9v", room));
}

}  // namespace
}  // namespace parley
