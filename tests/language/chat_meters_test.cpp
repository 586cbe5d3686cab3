// SPDX-License-Identifier: Apache-2.0
#include "chat_meters.hpp"

#include "chat_scene.hpp"

namespace parley {
namespace {

TEST(ChatMeters, CountsQuestionsByWhatCameAndTokens) {
  test::PlainMeters meters;
  ChatMeters chat(meters);
  chat.over(outcome_of(Fault::exhausted), std::chrono::seconds{1});
  chat.over("answered", std::chrono::seconds{1});
  chat.tokens({7, 3});
  EXPECT_EQ(meters.counter("parley_language_requests_total", "", {{"outcome", "limited"}}).value(), 1U);
  EXPECT_EQ(meters.counter("parley_language_requests_total", "", {{"outcome", "answered"}}).value(), 1U);
  EXPECT_EQ(meters.counter("parley_language_tokens_total", "", {{"of", "prompt"}}).value(), 7U);
  EXPECT_EQ(meters.counter("parley_language_tokens_total", "", {{"of", "answer"}}).value(), 3U);
}

TEST(ChatMeters, EveryFaultHasAnOutcomeThatIsCounted) {
  test::PlainMeters meters;
  ChatMeters chat(meters);
  for (const auto fault : {Fault::invalid_input, Fault::not_found, Fault::unavailable, Fault::timed_out,
                           Fault::exhausted, Fault::unsupported, Fault::closed, Fault::conflict})
    EXPECT_NO_THROW(chat.over(outcome_of(fault), Duration{}));
}

}  // namespace
}  // namespace parley
