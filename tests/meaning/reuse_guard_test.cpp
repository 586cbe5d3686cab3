// SPDX-License-Identifier: Apache-2.0
#include "reuse_guard.hpp"

#include <gtest/gtest.h>

#include "parley/router/normalise.hpp"

namespace parley {
namespace {

std::uint8_t bits(std::initializer_list<Particular> particulars) {
  std::uint8_t all = 0;
  for (const auto one : particulars) all = static_cast<std::uint8_t>(all | static_cast<std::uint8_t>(one));
  return all;
}

TEST(ParticularsOf, AreFoundInWhatIsSaid) {
  const struct {
    const char* said;
    std::uint8_t expected;
  } kCases[] = {
      {"what are your hours", 0},
      {"are you open on thanksgiving", bits({Particular::date})},
      {"a table for six", bits({Particular::number})},
      {"I don't want your hours", bits({Particular::negation})},
      {"is it cheaper than the other one", bits({Particular::comparison})},
      {"where is my order", bits({Particular::own})},
      {"where is my last order", bits({Particular::own})},
      {"my name is joe", bits({Particular::name})},
      {"are there 3 rooms on friday", bits({Particular::number, Particular::date})},
      {"which one is yours", 0},
      {"can my dog come", 0},
  };
  for (const auto& [said, expected] : kCases) EXPECT_EQ(particulars_of(normalise(said)), expected) << said;
}

class Guards : public testing::Test {
 protected:
  std::string objection(ReplyKind kind, const std::string& said) { return guard_.objection(0, kind, normalise(said)); }
  ReuseGuard guard_{1};
};

TEST_F(Guards, AFixedAnswerFitsWhatItsExamplesHold) {
  guard_.learn(0, normalise("are you open on sunday"));
  EXPECT_EQ(objection(ReplyKind::fixed, "are you open on christmas"), "");
  EXPECT_NE(objection(ReplyKind::fixed, "are you open at nine"), "");
}

TEST_F(Guards, EveryReasonIsNamed) {
  const auto why = objection(ReplyKind::fixed, "are you not open on friday");
  EXPECT_NE(why.find("a date"), std::string::npos) << why;
  EXPECT_NE(why.find("a negation"), std::string::npos) << why;
}

TEST_F(Guards, TemplatesKnowDatesAndToolsAreGivenParticulars) {
  EXPECT_EQ(objection(ReplyKind::mustache, "are you open on friday"), "");
  EXPECT_NE(objection(ReplyKind::mustache, "is there a table for six"), "");
  EXPECT_EQ(objection(ReplyKind::tool, "is there a table for six on friday"), "");
  EXPECT_EQ(objection(ReplyKind::tool, "where is my order"), "");
  EXPECT_NE(objection(ReplyKind::tool, "do not book a table"), "") << "a negation turns any answer round";
}

}  // namespace
}  // namespace parley
