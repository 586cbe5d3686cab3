// SPDX-License-Identifier: Apache-2.0
#include "written_forms.hpp"

#include <gtest/gtest.h>

#include "hours_reader.hpp"

namespace parley {
namespace {

TEST(WrittenForms, AreWhatTheReadersRead) {
  using namespace std::chrono;
  for (const OpenSpan span : {OpenSpan{minutes{0}, minutes{1440}}, OpenSpan{minutes{61}, minutes{599}}}) {
    EXPECT_EQ(parse_span(written_span(span)), span) << written_span(span);
  }
  EXPECT_EQ(written_date(year{2026} / 1 / 2), "2026-01-02");
  EXPECT_EQ(parse_date("2026-01-02"), year_month_day(year{2026} / 1 / 2));
  EXPECT_EQ(written_name(ReplyKind::fixed), "static");
  EXPECT_EQ(written_name(AfterReply::transfer), "transfer");
}

}  // namespace
}  // namespace parley
