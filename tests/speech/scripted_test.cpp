// SPDX-License-Identifier: Apache-2.0
#include "parley/speech/scripted.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "parley/async/spawnable.hpp"

namespace parley {
namespace {

OrganizationSnapshot two_questions() {
  Organization organization;
  organization.key = {"load"};
  for (const auto* example : {"what are your hours", "where are you"}) {
    Pattern pattern;
    pattern.key = example;
    pattern.examples = {example, "never"};
    organization.patterns.push_back(std::move(pattern));
  }
  Pattern bye;
  bye.examples = {"good bye"};
  bye.after = AfterReply::hang_up;
  organization.patterns.push_back(std::move(bye));
  return std::make_shared<const Organization>(std::move(organization));
}

template <class T>
T run(asio::io_context& loop, Task<T> work) {
  std::optional<T> value;
  asio::co_spawn(loop, std::move(work), [&](std::exception_ptr error, T result) {
    if (error) std::rethrow_exception(error);
    value = std::move(result);
  });
  loop.restart();
  loop.poll();
  return std::move(value.value());
}

AudioFrame frame(std::int16_t level) {
  AudioFrame one;
  one.count = 160;
  one.samples.fill(level);
  return one;
}

TEST(ScriptedRecognizer, HearsTheFirstExampleOfEachPatternInTurnAndNothingInSilence) {
  asio::io_context loop;
  const auto ear = create_scripted_recognizer();
  ASSERT_TRUE(run(loop, ear->learn(two_questions())));
  auto opened = ear->open(OrganizationKey{"load"}, loop.get_executor());
  ASSERT_TRUE(opened);
  auto& stream = **opened;
  std::vector<std::string> finals;
  for (const std::int16_t level : std::initializer_list<std::int16_t>{9000, 0, 9000, 9000}) {
    stream.hear(frame(level));
    if (level > 0) {
      EXPECT_FALSE(run(loop, stream.next())->final);
    }
    const auto utterance = stream.end_utterance();
    const auto heard = run(loop, stream.next());
    EXPECT_TRUE(heard->final);
    EXPECT_EQ(heard->utterance, utterance);
    finals.push_back(heard->text);
  }
  EXPECT_EQ(finals, (std::vector<std::string>{"what are your hours", "", "where are you", "what are your hours"}));
}

TEST(ScriptedRecognizer, LinesOfAScriptGoToWhicheverCallSpeaksNext) {
  asio::io_context loop;
  const auto ear = create_scripted_recognizer({"first", "second", "third"});
  ASSERT_TRUE(run(loop, ear->learn(two_questions())));
  auto one = ear->open(OrganizationKey{"load"}, loop.get_executor());
  auto other = ear->open(OrganizationKey{"load"}, loop.get_executor());
  std::vector<std::string> finals;
  for (auto* stream : {one->get(), other->get(), one->get(), other->get()}) {
    stream->hear(frame(9000));
    EXPECT_FALSE(run(loop, stream->next())->final);
    stream->end_utterance();
    finals.push_back(run(loop, stream->next())->text);
  }
  EXPECT_EQ(finals, (std::vector<std::string>{"first", "second", "third", "first"}));
}

TEST(ScriptedRecognizer, WhatIsDiscardedIsSaidAgain) {
  asio::io_context loop;
  const auto ear = create_scripted_recognizer({"first", "second"});
  ASSERT_TRUE(run(loop, ear->learn(two_questions())));
  auto stream = ear->open(OrganizationKey{"load"}, loop.get_executor());
  (*stream)->hear(frame(9000));
  ASSERT_TRUE(run(loop, (*stream)->next()));
  (*stream)->discard_utterance();
  (*stream)->hear(frame(9000));
  ASSERT_TRUE(run(loop, (*stream)->next()));
  (*stream)->end_utterance();
  EXPECT_EQ(run(loop, (*stream)->next())->text, "first");
}

TEST(ScriptedRecognizer, AnOrganizationThatWasNotLearnedIsNotHeard) {
  asio::io_context loop;
  EXPECT_EQ(create_scripted_recognizer()->open(OrganizationKey{"load"}, loop.get_executor()).error().fault,
            Fault::not_found);
}

}  // namespace
}  // namespace parley
