// SPDX-License-Identifier: Apache-2.0
// Opening hours where the calendar is not plain: clock changes, midnight, year end, holidays, special days.
#include <gtest/gtest.h>

#include <string>

#include "parley/dialogue/opening_hours.hpp"

using namespace parley;
using namespace std::chrono;

namespace {

WallTime utc(year_month_day day, minutes time) { return sys_days(day) + time; }

OpeningHours every_day(std::vector<OpenSpan> spans) {
  OpeningHours hours;
  for (unsigned day = 0; day < 7; ++day) hours.by_weekday[day] = spans;
  return hours;
}

// The minute in UTC on which a zone's clock jumps, and what its clock shows right before and right after.
struct Jump {
  const char* zone;
  year_month_day day;
  minutes at;
  minutes before;  // local time of the last minute
  minutes after;
};

const Jump kJumps[] = {
    {"America/Chicago", 2026y / March / 8, 8h, 1h + 59min, 3h},
    {"America/Chicago", 2026y / November / 1, 7h, 1h + 59min, 1h},
    {"Europe/Berlin", 2026y / March / 29, 1h, 1h + 59min, 3h},
    {"Europe/Berlin", 2026y / October / 25, 1h, 2h + 59min, 2h},
    {"Australia/Sydney", 2026y / April / 4, 16h, 2h + 59min, 2h},
    {"Australia/Sydney", 2026y / October / 3, 16h, 1h + 59min, 3h},
    {"Australia/Lord_Howe", 2026y / April / 4, 15h, 1h + 59min, 1h + 30min},  // by half an hour
    {"Australia/Lord_Howe", 2026y / October / 3, 15h + 30min, 1h + 59min, 2h + 30min},
};

TEST(OpeningHoursChanges, TheClockOnTheWallDecidesOnBothSidesOfAJump) {
  for (const auto& [zone, day, at, before, after] : kJumps) {
    const auto before_hours = every_day({{before, before + 1min}});
    EXPECT_TRUE(OpeningTimes(before_hours, zone, utc(day, at - 1min)).open_now())
        << zone << sys_days(day).time_since_epoch().count();
    EXPECT_FALSE(OpeningTimes(before_hours, zone, utc(day, at)).open_now()) << zone;
    const auto after_hours = every_day({{after, after + 1min}});
    EXPECT_TRUE(OpeningTimes(after_hours, zone, utc(day, at)).open_now()) << zone;
    EXPECT_FALSE(OpeningTimes(after_hours, zone, utc(day, at + 1min)).open_now()) << zone;
  }
}

TEST(OpeningHoursChanges, AnOpeningInsideTheMissingHourIsWhenTheClockIsPastIt) {
  const auto hours = every_day({{2h + 30min, 12h}});
  const auto day = 2026y / March / 8;
  const OpeningTimes last(hours, "America/Chicago", utc(day, 8h - 1min));  // 1:59
  EXPECT_FALSE(last.open_now());
  EXPECT_EQ(last.next_opening(), "today at two thirty in the morning");
  EXPECT_TRUE(OpeningTimes(hours, "America/Chicago", utc(day, 8h)).open_now());  // 3:00
}

TEST(OpeningHoursChanges, TheHourThatComesTwiceIsOpenTwice) {
  const auto hours = every_day({{1h, 2h}});
  const auto day = 2026y / November / 1;
  for (const auto time : {6h + 0min, 6h + 59min, 7h + 0min, 7h + 59min})
    EXPECT_TRUE(OpeningTimes(hours, "America/Chicago", utc(day, time)).open_now()) << minutes(time).count();
  EXPECT_FALSE(OpeningTimes(hours, "America/Chicago", utc(day, 8h)).open_now());
}

TEST(OpeningHoursChanges, SameWallTimeBeforeAndAfterTheChange) {
  const auto hours = every_day({{9h, 17h}});
  struct Case {
    const char* zone;
    year_month_day day;
    minutes opens_utc;
  };
  for (const auto& [zone, day, opens] :
       {Case{"America/Chicago", 2026y / March / 7, 15h}, Case{"America/Chicago", 2026y / March / 8, 14h},
        Case{"America/Chicago", 2026y / October / 31, 14h}, Case{"America/Chicago", 2026y / November / 1, 15h},
        Case{"Europe/Berlin", 2026y / March / 28, 8h}, Case{"Europe/Berlin", 2026y / March / 29, 7h},
        Case{"Europe/Berlin", 2026y / October / 24, 7h}, Case{"Europe/Berlin", 2026y / October / 25, 8h},
        Case{"Australia/Sydney", 2026y / April / 3, 22h}, Case{"Australia/Sydney", 2026y / April / 4, 23h},
        Case{"Australia/Sydney", 2026y / October / 2, 23h}, Case{"Australia/Sydney", 2026y / October / 3, 22h},
        Case{"Australia/Lord_Howe", 2026y / April / 3, 22h},
        Case{"Australia/Lord_Howe", 2026y / April / 5, 22h + 30min},
        Case{"Asia/Kolkata", 2026y / March / 29, 3h + 30min}, Case{"Asia/Kathmandu", 2026y / March / 29, 3h + 15min}}) {
    EXPECT_FALSE(OpeningTimes(hours, zone, utc(day, opens - 1min)).open_now()) << zone;
    EXPECT_TRUE(OpeningTimes(hours, zone, utc(day, opens)).open_now()) << zone;
    EXPECT_TRUE(OpeningTimes(hours, zone, utc(day, opens + 8h - 1min)).open_now()) << zone;
    EXPECT_FALSE(OpeningTimes(hours, zone, utc(day, opens + 8h)).open_now()) << zone;
  }
}

TEST(OpeningHoursChanges, NightsAreTwoSpansThatMeetAtMidnight) {
  OpeningHours hours;
  hours.by_weekday[5] = {{18h, 24h}};  // Friday into Saturday
  hours.by_weekday[6] = {{0h, 2h}};
  const auto at = [&](year_month_day day, minutes time) { return OpeningTimes(hours, "UTC", utc(day, time)); };
  const auto friday = 2026y / June / 5;
  const auto saturday = 2026y / June / 6;
  EXPECT_TRUE(at(friday, 23h + 59min).open_now());
  EXPECT_EQ(at(friday, 23h + 59min).closes_at(), "midnight");
  EXPECT_TRUE(at(saturday, 0min).open_now());
  EXPECT_EQ(at(saturday, 0min).closes_at(), "two in the morning");
  EXPECT_FALSE(at(saturday, 2h).open_now());
  EXPECT_EQ(at(saturday, 2h).next_opening(), "on Friday at six in the evening");
  EXPECT_EQ(at(friday, 12h).next_opening(), "today at six in the evening");
}

TEST(OpeningHoursChanges, OpenAroundTheClockIsNeverClosed) {
  const auto hours = every_day({{0h, 24h}});
  for (const auto& jump : kJumps)
    for (minutes off = -3h; off <= 3h; off += 15min)
      EXPECT_TRUE(OpeningTimes(hours, jump.zone, utc(jump.day, jump.at + off)).open_now()) << jump.zone;
}

TEST(OpeningHoursChanges, HolidaysAcrossTheYearsEnd) {
  auto hours = every_day({{9h, 17h}});
  hours.closed = {2026y / December / 31, 2027y / January / 1};
  const OpeningTimes eve(hours, "Europe/Berlin", utc(2026y / December / 30, 16h));  // 17:00, just closed
  EXPECT_FALSE(eve.open_now());
  EXPECT_EQ(eve.next_opening(), "on Saturday at nine in the morning");
  const OpeningTimes last(hours, "Europe/Berlin", utc(2026y / December / 31, 22h + 59min));
  EXPECT_EQ(last.today(), "Thursday");
  EXPECT_EQ(last.hours_today(), "again on Saturday from nine in the morning to five in the afternoon");
  const OpeningTimes first(hours, "Europe/Berlin", utc(2026y / December / 31, 23h));  // midnight there
  EXPECT_EQ(first.today(), "Friday");
  EXPECT_EQ(first.next_opening(), "tomorrow at nine in the morning");
  // 29 February is a day like others.
  hours.closed = {2028y / February / 29};
  EXPECT_EQ(OpeningTimes(hours, "UTC", utc(2028y / February / 28, 18h)).next_opening(),
            "on Wednesday at nine in the morning");
}

TEST(OpeningHoursChanges, SpecialDaysStandInForTheWeekday) {
  auto hours = every_day({{9h, 17h}});
  hours.by_weekday.erase(0);
  hours.special[2026y / December / 24] = {{8h, 12h}};
  hours.special[2026y / December / 26] = {};
  hours.special[2026y / December / 27] = {{10h, 11h}};  // a Sunday, else closed
  hours.closed = {2026y / December / 25};
  const auto at = [&](unsigned day, minutes time) {
    return OpeningTimes(hours, "UTC", utc(2026y / December / std::chrono::day{day}, time));
  };
  EXPECT_EQ(at(24, 8h).hours_today(), "today from eight in the morning to noon");
  EXPECT_TRUE(at(24, 8h).open_now());
  EXPECT_EQ(at(24, 8h).closes_at(), "noon");
  EXPECT_FALSE(at(24, 12h).open_now());
  EXPECT_EQ(at(24, 12h).next_opening(), "on Sunday at ten in the morning");
  EXPECT_FALSE(at(26, 10h).open_today());
  EXPECT_EQ(at(26, 10h).hours_today(), "again tomorrow from ten in the morning to eleven in the morning");
  EXPECT_TRUE(at(27, 10h + 30min).open_now());
  EXPECT_EQ(at(24, 8h).hours_week(), "Monday through Saturday from nine in the morning to five in the afternoon");
}

}  // namespace
