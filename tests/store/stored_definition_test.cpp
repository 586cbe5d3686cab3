// SPDX-License-Identifier: Apache-2.0
#include "stored_definition.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

TEST(StoredDefinition, WhatCannotBeReadSaysWhere) {
  const auto pattern = stored_pattern(R"({"key": "p", "reply": "x", "examples": ["y"], "colour": "red"})");
  ASSERT_FALSE(pattern);
  EXPECT_EQ(pattern.error(), (Error{Fault::unsupported,
                                    "the stored pattern 'p' cannot be read: /colour: in pattern 'p': unknown key "
                                    "'colour'; was it written by a newer release?"}));
  EXPECT_FALSE(stored_profile(R"({"organization": {"key": "a", "name": "A"}, "numbers": []})"));
  EXPECT_TRUE(stored_profile(R"({"organization": {"key": "a", "name": "A"}})"));
  EXPECT_TRUE(stored_organization(R"({"organization": {"key": "a", "name": "A"}, "numbers": []})"));
  EXPECT_FALSE(stored_organization("nothing"));
}

TEST(StoredDefinition, APatternFromBeforeThereWasCareIsOfUsualCare) {
  const auto before = stored_pattern(R"({"key": "p", "reply": "x", "examples": ["y"], "never_suppress": false})");
  ASSERT_TRUE(before) << before.error().message;
  EXPECT_EQ(before->care, Care::usual);
  EXPECT_EQ(stored_pattern(R"({"key": "p", "reply": "x", "examples": ["y"], "care": "harmless"})")->care,
            Care::harmless);
}

}  // namespace
}  // namespace parley
