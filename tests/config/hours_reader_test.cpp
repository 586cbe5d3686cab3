// SPDX-License-Identifier: Apache-2.0
#include "hours_reader.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

using std::chrono::minutes;

TEST(Weekdays, AreSingleDaysOrRangesThatMayGoRound) {
  EXPECT_EQ(parse_weekdays("sun"), std::vector<unsigned>{0});
  EXPECT_EQ(parse_weekdays("mon-fri"), (std::vector<unsigned>{1, 2, 3, 4, 5}));
  EXPECT_EQ(parse_weekdays("fri-mon"), (std::vector<unsigned>{5, 6, 0, 1}));
  for (const char* wrong : {"", "monday", "mon-", "-fri", "mon-fri-sat", "Mon"}) {
    EXPECT_EQ(parse_weekdays(wrong), std::nullopt) << wrong;
  }
}

TEST(Span, EndsAfterItStarts) {
  EXPECT_EQ(parse_span("08:00-18:30"), (OpenSpan{minutes{480}, minutes{1110}}));
  EXPECT_EQ(parse_span("00:00-24:00"), (OpenSpan{minutes{0}, minutes{1440}}));
  for (const char* wrong : {"", "8:00-18:00", "08:00-08:00", "18:00-08:00", "08:60-09:00", "00:00-24:01", "25:00-26:00",
                            "08:00 18:00", "08:00-18:00 ", "ab:cd-ef:gh"}) {
    EXPECT_EQ(parse_span(wrong), std::nullopt) << wrong;
  }
}

TEST(Date, MustExistInTheCalendar) {
  using namespace std::chrono;
  EXPECT_EQ(parse_date("2028-02-29"), year_month_day(year{2028} / 2 / 29));
  for (const char* wrong : {"2026-02-29", "2026-13-01", "2026-1-1", "25.12.2026", "2026-12-2x", ""}) {
    EXPECT_EQ(parse_date(wrong), std::nullopt) << wrong;
  }
}

struct Read {
  OpeningHours hours;
  std::vector<std::string> faults;
};

Read read(std::string_view yaml) {
  const auto tree = parse_yaml(yaml);
  std::vector<OrganizationFault> faults;
  FaultList list("h.yaml", faults);
  FieldReader fields(tree.root, "", list);
  Read result;
  HoursNodes nodes;
  nodes.hours = fields.map("hours");
  nodes.closed = fields.list("closed", 10);
  nodes.special = fields.map("special");
  read_hours(nodes, result.hours, list);
  for (const auto& fault : faults) result.faults.push_back(to_string(fault));
  return result;
}

TEST(Hours, TakeSpansListsAndClosed) {
  const auto result = read(
      "hours: { mon-tue: \"08:00-18:00\", sat: [\"13:00-15:00\", \"09:00-12:00\"], sun: closed }\n"
      "closed: [ 2026-12-25 ]\n");
  EXPECT_TRUE(result.faults.empty());
  EXPECT_EQ(result.hours.by_weekday.at(1), result.hours.by_weekday.at(2));
  ASSERT_EQ(result.hours.by_weekday.at(6).size(), 2U);
  EXPECT_EQ(result.hours.by_weekday.at(6)[0].opens, minutes{540});
  EXPECT_TRUE(result.hours.by_weekday.at(0).empty());
  EXPECT_EQ(result.hours.closed.size(), 1U);
}

TEST(Hours, SayWhereTheyAreWrong) {
  const auto result = read(
      "hours:\n  mon-fri: \"08:00-18:00\"\n  wed: closed\n  sat: [\"09:00-12:00\", \"11:00-13:00\"]\n"
      "  sunday: closed\n  sun: [5]\nclosed:\n  - 2026-02-30\n");
  ASSERT_EQ(result.faults.size(), 5U);
  EXPECT_EQ(result.faults[0], "h.yaml:3: hours of 'wed' are given twice");
  EXPECT_EQ(result.faults[1], "h.yaml:4: hours of 'sat' overlap");
  EXPECT_EQ(result.faults[2].substr(0, 30), "h.yaml:5: unknown days 'sunday");
  EXPECT_EQ(result.faults[3].substr(0, 24), "h.yaml:6: hours of 'sun'");
  EXPECT_EQ(result.faults[4].substr(0, 30), "h.yaml:8: 'closed' holds '2026");
}

}  // namespace
}  // namespace parley
