// SPDX-License-Identifier: Apache-2.0
#include "parley/core/ids.hpp"

#include <gtest/gtest.h>

#include <type_traits>
#include <unordered_set>

namespace parley {
namespace {

std::array<std::uint8_t, 10> bytes_of(std::uint8_t value) {
  std::array<std::uint8_t, 10> bytes{};
  bytes.fill(value);
  return bytes;
}

// The example of RFC 9562 appendix A.6: 2022-02-22T19:22:22Z, rand_a 0xCC3, rand_b 0x18C4DC0C0C07398F.
TEST(Uuid, Version7IsThatOfTheRfc) {
  const std::array<std::uint8_t, 10> random{0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f};
  const auto id = Uuid::v7(WallTime{1645557742000ms}, random);
  EXPECT_EQ(id.to_string(), "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
}

TEST(Uuid, VersionAndVariantStandWhateverTheRandomBitsAre) {
  for (const std::uint8_t value : {std::uint8_t{0x00}, std::uint8_t{0x55}, std::uint8_t{0xff}}) {
    const auto text = Uuid::v7(WallTime{1645557742000ms}, bytes_of(value)).to_string();
    EXPECT_EQ(text[14], '7') << text;
    EXPECT_NE(std::string("89ab").find(text[19]), std::string::npos) << text;
  }
}

TEST(Uuid, SortsByCreation) {
  const auto early = Uuid::v7(WallTime{1645557742000ms}, bytes_of(0xff));
  const auto late = Uuid::v7(WallTime{1645557742001ms}, bytes_of(0x00));
  EXPECT_LT(early, late);
  EXPECT_LT(early.to_string(), late.to_string());
}

TEST(Uuid, ParsesWhatItPrintsInEitherCase) {
  const auto id = Uuid::parse("017F22E2-79b0-7cc3-98C4-dc0c0c07398f");
  ASSERT_TRUE(id);
  EXPECT_EQ(id->to_string(), "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
  EXPECT_EQ(Uuid::parse(id->to_string()), id);
}

TEST(Uuid, RefusesEverythingElse) {
  for (std::string_view text :
       {"", "017f22e2", "017f22e279b07cc398c4dc0c0c07398f", "017f22e2-79b0-7cc3-98c4-dc0c0c07398",
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398f0", "017f22e2+79b0-7cc3-98c4-dc0c0c07398f",
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398g", "017f22e-279b0-7cc3-98c4-dc0c0c07398f",
        "{17f22e2-79b0-7cc3-98c4-dc0c0c07398}", "017f22e2-79b0-7cc3-98c4-dc0c0c0739\xc3\xa9"}) {
    EXPECT_FALSE(Uuid::parse(text)) << text;
  }
}

TEST(Id, OneKindCannotBePassedForAnother) {
  using OtherId = Id<struct OtherTag>;
  static_assert(!std::is_convertible_v<CallId, OtherId>);
  static_assert(!std::is_constructible_v<CallId, OtherId>);
  static_assert(!std::is_convertible_v<Uuid, CallId>);
  static_assert(!std::is_convertible_v<std::string, OrganizationKey>);
}

TEST(Id, NilIsTheDefaultAndNeverAVersion7) {
  EXPECT_TRUE(CallId{}.is_nil());
  EXPECT_FALSE(CallId(Uuid::v7(WallTime{0ms}, bytes_of(0))).is_nil());
  EXPECT_EQ(CallId{}.to_string(), "00000000-0000-0000-0000-000000000000");
}

TEST(Id, WorksAsAKey) {
  std::unordered_set<CallId> calls;
  for (std::uint8_t value = 0; value < 100; ++value) calls.insert(CallId(Uuid::v7(WallTime{1ms}, bytes_of(value))));
  EXPECT_EQ(calls.size(), 100U);
  EXPECT_TRUE(calls.contains(*CallId::parse(calls.begin()->to_string())));
}

TEST(TurnId, ALaterTurnMakesTheEarlierStale) {
  TurnId now{3};
  EXPECT_LT(TurnId{2}, now);
  ++now.value;
  EXPECT_LT(TurnId{3}, now);
}

}  // namespace
}  // namespace parley
