// SPDX-License-Identifier: Apache-2.0
#include "played_marks.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

TEST(PlayedMarks, AreSetEvery200MillisecondsAndAtTheEnd) {
  PlayedMarks marks;
  EXPECT_FALSE(marks.due(false));
  EXPECT_FALSE(marks.due(true)) << "nothing was sent";
  for (int i = 0; i < 9; ++i) {
    marks.sent(160);
    EXPECT_FALSE(marks.due(false)) << i;
  }
  marks.sent(160);
  EXPECT_EQ(marks.due(false), "p1");
  EXPECT_FALSE(marks.due(true)) << "it stands at the end already";
  marks.sent(160);
  EXPECT_EQ(marks.due(true), "p2");
}

TEST(PlayedMarks, AnEchoTellsWhatWasHeard) {
  PlayedMarks marks;
  marks.sent(1600);
  EXPECT_EQ(marks.due(false), "p1");
  marks.sent(1600);
  EXPECT_EQ(marks.due(false), "p2");
  marks.sent(80);
  EXPECT_EQ(marks.unheard(), 3280);
  EXPECT_TRUE(marks.echoed("p1"));
  EXPECT_EQ(marks.unheard(), 1680);
  EXPECT_FALSE(marks.all_heard());
  EXPECT_TRUE(marks.echoed("p2"));
  EXPECT_EQ(marks.unheard(), 80);
  EXPECT_EQ(marks.due(true), "p3");
  EXPECT_FALSE(marks.all_heard());
  EXPECT_TRUE(marks.echoed("p3"));
  EXPECT_TRUE(marks.all_heard());
}

TEST(PlayedMarks, ALaterEchoCoversTheEarlier) {
  PlayedMarks marks;
  marks.sent(1600);
  marks.due(false);
  marks.sent(1600);
  marks.due(false);
  EXPECT_TRUE(marks.echoed("p2"));
  EXPECT_EQ(marks.unheard(), 0);
  EXPECT_FALSE(marks.echoed("p1")) << "twice, or out of order";
}

TEST(PlayedMarks, ClearingMakesLateEchoesMeanNothing) {
  PlayedMarks marks;
  marks.sent(1600);
  marks.due(false);
  marks.cleared();
  EXPECT_EQ(marks.unheard(), 0);
  EXPECT_TRUE(marks.all_heard());
  marks.sent(1600);
  EXPECT_EQ(marks.due(false), "p2");
  EXPECT_TRUE(marks.echoed("p1")) << "flushed, not played";
  EXPECT_EQ(marks.unheard(), 1600);
  EXPECT_TRUE(marks.echoed("p2"));
  EXPECT_EQ(marks.unheard(), 0);
}

TEST(PlayedMarks, ForeignNamesAreToldApart) {
  PlayedMarks marks;
  marks.sent(1600);
  marks.due(false);
  for (const char* name : {"", "p", "p0x", "q1", "p2", "p-1", "p99999999999999999999999"}) {
    EXPECT_FALSE(marks.echoed(name)) << name;
  }
}

TEST(PlayedMarks, ACarrierThatEchoesNothingIsGivenABoundedNumber) {
  PlayedMarks marks;
  std::size_t given = 0;
  for (int i = 0; i < 1000; ++i) {
    marks.sent(1600);
    if (marks.due(false)) ++given;
  }
  EXPECT_EQ(given, PlayedMarks::kMostPending);
}

}  // namespace
}  // namespace parley
