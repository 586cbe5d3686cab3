// SPDX-License-Identifier: Apache-2.0
#include "parley/dialogue/interjection.hpp"

#include <gtest/gtest.h>

using namespace parley;
using namespace std::chrono_literals;

namespace {

TEST(Aside, IsWhatPeopleSayWhileTheyListen) {
  for (const char* text :
       {"mhm", "uh huh", "okay", "yeah yeah", "right okay", "i see", "got it", "ha ha ha", "oh wow", ""}) {
    EXPECT_TRUE(is_aside(text)) << text;
  }
}

TEST(Aside, IsNoQuestionAndNoObjection) {
  for (const char* text : {"no", "wait", "stop", "what are your hours", "okay but where are you", "yes please", "hello",
                           "i see a leak", "right now", "thank you"}) {
    EXPECT_FALSE(is_aside(text)) << text;
  }
}

TEST(TakesFloor, IsAWordByWhichPeopleAskToBeHeard) {
  for (const char* text : {"wait", "no", "hold on", "excuse me", "okay but"}) EXPECT_TRUE(takes_floor(text)) << text;
  for (const char* text : {"", "okay", "what are your hours", "know", "stopping"})
    EXPECT_FALSE(takes_floor(text)) << text;
}

struct Case {
  SpokenSoFar spoken;
  Duration voiced;
  Duration quiet;
  Interjection wanted;
};

SpokenSoFar heard(const char* text, double confidence, bool answerable) {
  return {text, 0.5, answerable, false, false, true, confidence, true};
}
SpokenSoFar guessed(const char* text) { return {text, 0.5, false}; }
SpokenSoFar said(const char* text) { return {text, 0.5, false, false, false, true, 0.9, true}; }
SpokenSoFar answer(const char* text) { return {text, 0.5, false, true, false, true, 0.9, true}; }
SpokenSoFar unlikely(const char* text) { return {text, 0.5, false, false, false, false, 0.2, true}; }

TEST(InterjectionJudge, StopsForWordsAndGoesOnAfterAnythingElse) {
  const InterjectionJudge judge(
      {.meant_after = 200ms, .guesses_count_after = 1500ms, .resume_after = 300ms, .longest = 3000ms});
  const Case cases[] = {
      {said("where are you"), 700ms, 0ms, Interjection::meant},
      {said("where are you"), 700ms, 100ms, Interjection::meant},
      {said("where"), 180ms, 0ms, Interjection::undecided},
      {guessed("where are you"), 700ms, 0ms, Interjection::undecided},  // may be a laugh
      {guessed("where are you"), 1500ms, 0ms, Interjection::meant},
      {said(""), 700ms, 0ms, Interjection::undecided},
      {said("uh huh"), 500ms, 0ms, Interjection::undecided},
      {said("uh huh"), 500ms, 299ms, Interjection::undecided},
      {said("uh huh"), 500ms, 300ms, Interjection::aside},
      {said(""), 350ms, 300ms, Interjection::aside},           // a cough
      {unlikely("hours"), 350ms, 300ms, Interjection::aside},  // a cough that the recogniser put words to
      {unlikely("hours"), 900ms, 0ms, Interjection::undecided},
      {answer("yes"), 400ms, 0ms, Interjection::meant},                   // the agent is asking for it
      {heard("what", 0.96, false), 900ms, 0ms, Interjection::undecided},  // a laugh
      {heard("how can i", 0.69, false), 900ms, 0ms, Interjection::undecided},
      {heard("can i pay cash", 0.35, true), 900ms, 0ms, Interjection::undecided},
      {heard("can i pay cash", 0.6, true), 900ms, 0ms, Interjection::meant},
      {heard("i have another question", 0.8, false), 900ms, 0ms, Interjection::meant},
      {heard("wait", 0.6, false), 400ms, 0ms, Interjection::meant},
      {said(""), 3000ms, 0ms, Interjection::meant},  // whatever it is, the caller means it
  };
  for (const auto& one : cases) {
    EXPECT_EQ(judge.judge(one.spoken, one.voiced, one.quiet), one.wanted)
        << '"' << one.spoken.text << "\" voiced " << one.voiced / 1ms << " ms, quiet " << one.quiet / 1ms << " ms";
  }
}

}  // namespace
