// SPDX-License-Identifier: Apache-2.0
#include "key_text.hpp"

#include <gtest/gtest.h>

#include <array>

namespace parley {
namespace {

TEST(KeyText, HoldsItsIdAndSecret) {
  const auto id = *Uuid::parse("0198c0de-0000-7000-8000-00000000abcd");
  std::array<std::uint8_t, 24> secret{};
  secret[0] = 0xF1;
  secret[23] = 0x0A;
  const auto text = make_key_text(id, secret);
  EXPECT_EQ(text, "parley_0198c0de00007000800000000000abcd_f1" + std::string(44, '0') + "0a");
  EXPECT_EQ(id_of_key_text(text), id);
}

TEST(KeyText, AnythingElseIsNone) {
  const std::string good = "parley_0198c0de00007000800000000000abcd_" + std::string(48, '0');
  ASSERT_TRUE(id_of_key_text(good));
  auto upper = good;
  upper[7] = 'A';
  auto no_line = good;
  no_line[39] = '0';
  auto wrong_secret = good;
  wrong_secret.back() = 'g';
  for (const auto& text : {std::string(), good + "0", good.substr(1), upper, no_line, wrong_secret,
                           "Parley_" + good.substr(7), good.substr(0, good.size() - 1)}) {
    EXPECT_EQ(id_of_key_text(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace parley
