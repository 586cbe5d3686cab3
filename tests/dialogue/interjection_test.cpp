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

struct Case {
  SpokenSoFar spoken;
  Duration voiced;
  Duration quiet;
  Interjection wanted;
};

SpokenSoFar said(const char* text) { return {text, 0.5, false}; }
SpokenSoFar answer(const char* text) { return {text, 0.5, false, true}; }
SpokenSoFar unlikely(const char* text) { return {text, 0.5, false, false, false, false}; }

TEST(InterjectionJudge, StopsForWordsAndGoesOnAfterAnythingElse) {
  const InterjectionJudge judge({.meant_after = 200ms, .resume_after = 300ms, .longest = 3000ms});
  const Case cases[] = {
      {said("where are you"), 700ms, 0ms, Interjection::meant},
      {said("where are you"), 700ms, 100ms, Interjection::meant},
      {said("where"), 180ms, 0ms, Interjection::undecided},  // the search has only just begun
      {said(""), 700ms, 0ms, Interjection::undecided},
      {said("uh huh"), 500ms, 0ms, Interjection::undecided},
      {said("uh huh"), 500ms, 299ms, Interjection::undecided},
      {said("uh huh"), 500ms, 300ms, Interjection::aside},
      {said(""), 350ms, 300ms, Interjection::aside},           // a cough
      {unlikely("hours"), 350ms, 300ms, Interjection::aside},  // a cough that the recogniser put words to
      {unlikely("hours"), 900ms, 0ms, Interjection::undecided},
      {answer("yes"), 400ms, 0ms, Interjection::meant},  // the agent is asking for it
      {said(""), 3000ms, 0ms, Interjection::meant},      // whatever it is, the caller means it
  };
  for (const auto& one : cases) {
    EXPECT_EQ(judge.judge(one.spoken, one.voiced, one.quiet), one.wanted)
        << '"' << one.spoken.text << "\" voiced " << one.voiced / 1ms << " ms, quiet " << one.quiet / 1ms << " ms";
  }
}

}  // namespace
