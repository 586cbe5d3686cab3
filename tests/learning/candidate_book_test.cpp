// SPDX-License-Identifier: Apache-2.0
#include "parley/learning/candidate_book.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

constexpr const char* kPin = "You can change the pin in the app under security.";
constexpr const char* kPinAgain = "In the app under security you can change your pin.";
constexpr const char* kParking = "Guests park behind the house, that is free.";

Sighting sighting(std::string question, std::string answer, std::optional<bool> second = {}) {
  Sighting seen;
  seen.question = question;
  seen.heard = std::move(question);
  seen.answer = std::move(answer);
  seen.evidence.second_sample_agrees = second;
  return seen;
}

std::vector<KnownAnswer> parking() { return {{"parking", kParking, true, true, {"where can i park"}}}; }

class CandidateBooks : public testing::Test {
 protected:
  CandidateBook book_{LearningRules{}};
};

TEST_F(CandidateBooks, AskOnceMoreWhereNothingBearsAnAnswerOut) {
  const auto decision = book_.consider(sighting("how do i change my pin", kPin), {}, {});
  EXPECT_EQ(to_string(decision.act), "ask_second_sample");
  EXPECT_FALSE(decision.replayable);
}

TEST_F(CandidateBooks, RememberAnAnswerOfOneSightingAndReplayIt) {
  const auto decision = book_.consider(sighting("how do i change my pin", kPin, true), {}, parking());
  EXPECT_EQ(to_string(decision.act), "remember");
  EXPECT_TRUE(decision.replayable);
  EXPECT_GT(decision.confidence, 0.9);
}

TEST_F(CandidateBooks, MakeAPatternOfTwoSightingsInOtherWords) {
  const std::vector<Candidate> before = {{"how do i change my pin", "How do I change my PIN?", kPin, 0.95, 1, false}};
  const auto decision = book_.consider(sighting("i want another pin to change", kPinAgain, true), before, parking());
  EXPECT_EQ(to_string(decision.act), "make_pattern");
  EXPECT_EQ(decision.reply, kPinAgain);
  EXPECT_EQ(decision.examples, (std::vector<std::string>{"i want another pin to change", "How do I change my PIN?"}));
  EXPECT_EQ(decision.settled, (std::vector<std::string>{"how do i change my pin"}));
  EXPECT_FALSE(decision.key.empty());
}

TEST_F(CandidateBooks, MakeAPatternOfTwoSightingsInTheSameWords) {
  const std::vector<Candidate> before = {{"how do i change my pin", "How do I change my PIN?", kPin, 0.95, 1, false}};
  const auto decision = book_.consider(sighting("how do i change my pin", kPinAgain), before, {});
  EXPECT_EQ(to_string(decision.act), "make_pattern") << "the earlier answer is the second sample";
  EXPECT_EQ(decision.examples.size(), 1U);
}

TEST_F(CandidateBooks, MakeAPatternOfWhatAnOperatorApproved) {
  auto approved = sighting("how do i change my pin", kPin);
  approved.approved = true;
  EXPECT_EQ(to_string(book_.consider(approved, {}, {}).act), "make_pattern");
}

TEST_F(CandidateBooks, DoNotCountSightingsThatWereUnsure) {
  const std::vector<Candidate> before = {{"how do i change my pin", "How do I change my PIN?", kPin, 0.7, 1, false}};
  EXPECT_EQ(to_string(book_.consider(sighting("my code needs changing", kPinAgain, true), before, {}).act), "remember");
}

TEST_F(CandidateBooks, AddAnExampleToThePatternThatSaysTheSame) {
  auto near = sighting("is there parking", "Behind the house guests park free.");
  near.best_pattern = "parking";
  const auto decision = book_.consider(near, {}, parking());
  EXPECT_EQ(to_string(decision.act), "add_examples") << "the router's guess bears it out";
  EXPECT_EQ(decision.key, "parking");
  EXPECT_EQ(decision.examples, (std::vector<std::string>{"is there parking"}));
  near.best_pattern = "opening_hours";
  EXPECT_EQ(to_string(book_.consider(near, {}, parking()).act), "ask_second_sample") << "its guess is another";
}

TEST_F(CandidateBooks, PreferThePatternThatTheRouterGuesses) {
  auto patterns = parking();
  patterns.push_back({"guests", kParking, true, true, {}});
  auto near = sighting("is there parking", kParking);
  near.best_pattern = "guests";
  EXPECT_EQ(book_.consider(near, {}, patterns).key, "guests");
}

TEST_F(CandidateBooks, LearnNoMoreExamplesThanTheBound) {
  CandidateBook small(LearningRules{0.9, 2, 1, 2000});
  auto near = sighting("is there parking", kParking);
  near.best_pattern = "parking";
  const auto decision = small.consider(near, {}, parking());
  EXPECT_EQ(to_string(decision.act), "refuse");
  EXPECT_TRUE(decision.replayable) << "the answer is right all the same";
}

TEST_F(CandidateBooks, MakeNoMorePatternsThanTheBound) {
  CandidateBook small(LearningRules{0.9, 2, 400, 1});
  auto approved = sighting("how do i change my pin", kPin);
  approved.approved = true;
  EXPECT_EQ(to_string(small.consider(approved, {}, parking()).act), "remember");
}

TEST_F(CandidateBooks, RefuseWithTheReason) {
  auto patterns = parking();
  const auto reason = [&](const Sighting& seen, std::vector<Candidate> before = {}) {
    const auto decision = book_.consider(seen, before, patterns);
    EXPECT_EQ(to_string(decision.act), "refuse");
    EXPECT_FALSE(decision.replayable);
    return decision.reason;
  };
  EXPECT_EQ(reason(sighting("where can i park", kPin, true)), "contradicts pattern parking");
  auto bound = sighting("when do you close", "We close today at five.", true);
  bound.not_static = "bound to a date";
  EXPECT_EQ(reason(bound), "not static: bound to a date");
  auto foreign = sighting("wo ist mein paket", kPin, true);
  foreign.unteachable = "another language";
  EXPECT_EQ(reason(foreign), "another language");
  EXPECT_EQ(reason(sighting("how do i change my pin", kPin, false)),
            "unsure: asked again, layer 2 says something else");
  patterns[0].active = false;
  EXPECT_EQ(reason(sighting("is there parking", kParking, true)), "pattern parking with this answer is switched off");
}

TEST_F(CandidateBooks, TakeAnotherAnswerToTheSameQuestionForADoubt) {
  const std::vector<Candidate> before = {
      {"how do i change my pin", "How do I change my PIN?", kParking, 0.95, 1, false}};
  const auto decision = book_.consider(sighting("how do i change my pin", kPin, true), before, {});
  EXPECT_LE(decision.confidence, 0.9);
  EXPECT_FALSE(decision.replayable);
}

TEST_F(CandidateBooks, CompareNothingWithTemplates) {
  auto patterns = parking();
  patterns[0].fixed = false;
  EXPECT_EQ(to_string(book_.consider(sighting("is there parking", kParking, true), {}, patterns).act), "remember");
}

}  // namespace
}  // namespace parley
