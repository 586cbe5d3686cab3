// SPDX-License-Identifier: Apache-2.0
#include "bad_input.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "support/plain_meters.hpp"

namespace parley {
namespace {

class LineCount final : public LogSink {
 public:
  void write(const LogLine&) noexcept override { ++lines; }
  int lines = 0;
};

TEST(BadInput, IsCountedAlwaysAndSaidOnceAKind) {
  test::PlainMeters registry;
  BadInputMeters meters(registry);
  LineCount sink;
  BadInputNotes notes(meters, Log(sink));
  for (int i = 0; i < 5; ++i) notes.note(BadInput::broken);
  notes.note(BadInput::binary);
  EXPECT_EQ(sink.lines, 2);
  EXPECT_EQ(notes.of(BadInput::broken), 5U);
  EXPECT_EQ(notes.total(), 6U);
  BadInputNotes other(meters, Log(sink));
  other.note(BadInput::broken);
  EXPECT_EQ(sink.lines, 3) << "another call says it for itself";
}

TEST(BadInput, IsTooMuchAtSomePointUnlessItIsOnlyNew) {
  test::PlainMeters registry;
  BadInputMeters meters(registry);
  BadInputNotes notes(meters, Log());
  for (int i = 0; i < 1000; ++i) notes.note(BadInput::unknown_event);
  EXPECT_FALSE(notes.too_much());
  for (std::uint64_t i = 0; i < BadInputNotes::kTooMuch; ++i) notes.note(BadInput::broken);
  EXPECT_TRUE(notes.too_much());
}

TEST(BadInput, EveryKindHasANameOfItsOwn) {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < kBadInputs; ++i) names.insert(to_string(static_cast<BadInput>(i)));
  EXPECT_EQ(names.size(), kBadInputs);
  EXPECT_EQ(to_string(BadInput::unknown_mark), "unknown_mark");
}

}  // namespace
}  // namespace parley
