// SPDX-License-Identifier: Apache-2.0
#include "parley/learning/answered_questions.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

TEST(AuditedWeight, IsHowManyAnswersOneAuditStandsFor) {
  EXPECT_EQ(audited_weight(1), 1);
  EXPECT_EQ(audited_weight(0.5), 2);
  EXPECT_EQ(audited_weight(0.125), 8);
}

TEST(AuditedWeight, IsBounded) {
  EXPECT_EQ(audited_weight(0.01), 10);
  EXPECT_EQ(audited_weight(0), 10);
  EXPECT_EQ(audited_weight(2), 1);
}

}  // namespace
}  // namespace parley
