// SPDX-License-Identifier: Apache-2.0
#include "parley/dialogue/opening_hours.hpp"

#include <gtest/gtest.h>

#include <string>

using namespace parley;
using namespace std::chrono;

namespace {

OpeningHours weekdays_and_saturday() {
  OpeningHours hours;
  for (unsigned day = 1; day <= 5; ++day) hours.by_weekday[day] = {{8h, 18h}};
  hours.by_weekday[6] = {{9h, 13h}};
  hours.closed = {2026y / November / 26, 2026y / December / 25};
  return hours;
}

WallTime utc(year_month_day day, minutes time) { return sys_days(day) + time; }

OpeningTimes in_chicago(const OpeningHours& hours, WallTime now) { return OpeningTimes(hours, "America/Chicago", now); }

TEST(OpeningHours, TimesAreWordsThatPeopleUse) {
  struct Case {
    minutes time;
    const char* spoken;
  };
  for (const auto& [time, spoken] :
       {Case{0min, "midnight"}, Case{24h, "midnight"}, Case{12h, "noon"}, Case{8h, "eight in the morning"},
        Case{8h + 30min, "eight thirty in the morning"}, Case{9h + 5min, "nine oh five in the morning"},
        Case{13h, "one in the afternoon"}, Case{16h + 59min, "four fifty nine in the afternoon"},
        Case{18h, "six in the evening"}, Case{22h, "ten at night"}, Case{30min, "twelve thirty in the morning"}})
    EXPECT_EQ(spoken_time(time), spoken);
}

TEST(OpeningHours, EqualDaysAreTakenTogether) {
  const auto hours = weekdays_and_saturday();
  EXPECT_EQ(in_chicago(hours, utc(2026y / June / 1, 15h)).hours_week(),
            "Monday through Friday from eight in the morning to six in the evening, and Saturday from nine in the "
            "morning to one in the afternoon");
  OpeningHours odd;
  odd.by_weekday[2] = odd.by_weekday[4] = {{8h, 12h}, {13h, 17h}};
  odd.by_weekday[0] = {{0min, 24h}};
  EXPECT_EQ(in_chicago(odd, utc(2026y / June / 1, 15h)).hours_week(),
            "Tuesday and Thursday from eight in the morning to noon and from one in the afternoon to five in the "
            "afternoon, and Sunday all day and night");
}

TEST(OpeningHours, TodayIsTheDayOfTheOrganizationNotOfTheServer) {
  const auto hours = weekdays_and_saturday();
  // Sunday 03:00 UTC is Saturday evening in Chicago.
  const auto times = in_chicago(hours, utc(2026y / June / 7, 3h));
  EXPECT_EQ(times.today(), "Saturday");
  EXPECT_EQ(times.hours_today(), "today from nine in the morning to one in the afternoon");
  EXPECT_FALSE(times.open_now());
  EXPECT_TRUE(times.open_today());
  EXPECT_EQ(times.next_opening(), "on Monday at eight in the morning");
}

TEST(OpeningHours, AClosedDayNamesTheNextOpenOne) {
  const auto hours = weekdays_and_saturday();
  const auto sunday = in_chicago(hours, utc(2026y / June / 7, 18h));
  EXPECT_FALSE(sunday.open_today());
  EXPECT_EQ(sunday.hours_today(), "again tomorrow from eight in the morning to six in the evening");
  EXPECT_EQ(sunday.closes_at(), "");
}

TEST(OpeningHours, HolidaysAreClosed) {
  const auto hours = weekdays_and_saturday();
  const auto thanksgiving = in_chicago(hours, utc(2026y / November / 26, 18h));  // a Thursday, noon in Chicago
  EXPECT_FALSE(thanksgiving.open_now());
  EXPECT_FALSE(thanksgiving.open_today());
  EXPECT_EQ(thanksgiving.next_opening(), "tomorrow at eight in the morning");
  EXPECT_TRUE(in_chicago(hours, utc(2026y / November / 27, 18h)).open_now());
}

TEST(OpeningHours, ClockChangesMoveTheOpeningInUtc) {
  const auto hours = weekdays_and_saturday();
  struct Case {
    year_month_day day;
    minutes opens_utc;
  };
  // The United States change on 8 March and 1 November 2026: Chicago is at UTC-6, then -5, then -6.
  for (const auto& [day, opens] : {Case{2026y / March / 6, 14h}, Case{2026y / March / 9, 13h},
                                   Case{2026y / October / 30, 13h}, Case{2026y / November / 2, 14h}}) {
    EXPECT_FALSE(in_chicago(hours, utc(day, opens - 1min)).open_now());
    EXPECT_TRUE(in_chicago(hours, utc(day, opens)).open_now());
  }
}

TEST(OpeningHours, ClosingTimeIsNoLongerOpen) {
  const auto hours = weekdays_and_saturday();
  const auto day = 2026y / June / 2;
  const auto last = in_chicago(hours, utc(day, 22h + 59min));
  EXPECT_EQ(last.closes_at(), "six in the evening");
  EXPECT_FALSE(in_chicago(hours, utc(day, 23h)).open_now());
  EXPECT_EQ(in_chicago(hours, utc(day, 23h)).next_opening(), "tomorrow at eight in the morning");
  EXPECT_EQ(in_chicago(hours, utc(day, 12h)).next_opening(), "today at eight in the morning");
}

TEST(OpeningHours, NoHoursAtAllAreSaidSo) {
  const OpeningHours none;
  const auto times = in_chicago(none, utc(2026y / June / 2, 12h));
  EXPECT_EQ(times.hours_today(), "by appointment only");
  EXPECT_EQ(times.hours_week(), "by appointment only");
  EXPECT_EQ(times.next_opening(), "");
}

TEST(OpeningHours, ZonesAreKnownByTheirIanaNames) {
  EXPECT_TRUE(is_time_zone("Europe/Berlin"));
  EXPECT_TRUE(is_time_zone("UTC"));
  EXPECT_FALSE(is_time_zone("Chicago"));
  EXPECT_FALSE(is_time_zone(""));
}

}  // namespace
