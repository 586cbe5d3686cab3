// SPDX-License-Identifier: Apache-2.0
#include "parley/learning/static_answer.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

TEST(NotStaticBecause, FindsCallersDataAndDates) {
  const struct {
    const char* text;
    const char* question;
    const char* why;
  } kCases[] = {
      {"We are open from nine to five, Monday to Friday.", "when are you open", ""},
      {"You can see your balance in the app.", "how do i see my balance", ""},
      {"Your card arrives within 3 to 5 working days.", "when does a card arrive", ""},
      {"A check takes twenty minutes.", "how long does a check take", ""},
      {"It is done in 24 hours.", "how long", ""},
      {"We are closed on Sundays. How can I help you today?", "sunday", ""},
      {"You may pay by card.", "how can i pay", ""},
      {"Your order is on its way.", "where is my order", "caller data"},
      {"Your last invoice was 80 dollars.", "my invoice", "caller data"},
      {"I have booked a table for you.", "book a table", "caller data"},
      {"Thanks, Maria! Anything else?", "hello", "caller data"},
      {"555 1234 is blocked from now on.", "block 555 1234", "caller data"},
      {"We close today at five.", "when do you close", "bound to a date"},
      {"We open tomorrow at nine.", "when do you open", "bound to a date"},
      {"We close in 20 minutes.", "are you open", "bound to a date"},
      {"There are two hours left.", "are you open", "bound to a date"},
      {"The next free day is next Tuesday.", "when can you come", "bound to a date"},
      {"We are closed on March 3rd.", "are you open", "bound to a date"},
      {"The queue is long at the moment.", "how busy is it", "bound to a date"},
  };
  for (const auto& [text, question, why] : kCases) EXPECT_EQ(not_static_because({text, question}), why) << text;
}

TEST(NotStaticBecause, KnowsWhatTheCallAloneKnows) {
  EXPECT_EQ(not_static_because({"Nice to hear from Ms. Jones.", "hi", {"jones"}}), "caller data");
  EXPECT_EQ(not_static_because({"We open at nine.", "hi", {"jones", ""}}), "");
  EXPECT_EQ(not_static_because({"There are three rooms.", "rooms", {}, true}), "tool result");
}

}  // namespace
}  // namespace parley
