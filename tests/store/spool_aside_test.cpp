// SPDX-License-Identifier: Apache-2.0
#include "spool_aside.hpp"

#include <gtest/gtest.h>

#include "support/temporary_directory.hpp"

namespace parley {
namespace {

std::vector<std::string> payloads_of(const SpoolAside& aside) {
  std::vector<std::string> payloads;
  for (const auto& entry : aside.entries()) payloads.push_back(entry.payload);
  return payloads;
}

TEST(SpoolAside, KeepsWhatWasAddedOverARestart) {
  const test::TemporaryDirectory room;
  ASSERT_TRUE(SpoolAside(room.path()).add({{1, "one", {}}, {2, "two", {}}}).has_value());
  SpoolAside again(room.path());
  ASSERT_TRUE(again.add({{1, "three", {}}}).has_value());
  EXPECT_EQ(payloads_of(again), (std::vector<std::string>{"one", "two", "three"}));
  EXPECT_EQ(again.entries()[1].type, 2);
}

TEST(SpoolAside, WhatIsNotWantedGoes) {
  const test::TemporaryDirectory room;
  SpoolAside aside(room.path());
  ASSERT_TRUE(aside.add({{1, "one", {}}, {1, "two", {}}}).has_value());
  ASSERT_TRUE(aside.keep([](const SpoolEntry& entry) { return entry.payload == "two"; }).has_value());
  EXPECT_EQ(payloads_of(aside), std::vector<std::string>{"two"});
  ASSERT_TRUE(aside.keep([](const SpoolEntry&) { return false; }).has_value());
  EXPECT_TRUE(std::filesystem::is_empty(room.path()));
  EXPECT_TRUE(aside.keep([](const SpoolEntry&) { return false; }).has_value()) << "nothing there is fine";
}

TEST(SpoolAside, ADirectoryThatIsNotThereIsAnErrorInWords) {
  const test::TemporaryDirectory room;
  const auto added = SpoolAside(room.path() / "missing").add({{1, "one", {}}});
  ASSERT_FALSE(added.has_value());
  EXPECT_NE(added.error().message.find("missing"), std::string::npos);
}

}  // namespace
}  // namespace parley
