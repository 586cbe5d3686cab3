// SPDX-License-Identifier: Apache-2.0
#include "parley/language/knowledge_responder.hpp"

#include "chat_scene.hpp"

namespace parley {
namespace {

using namespace test;

class ScriptedSearch final : public KnowledgeSearch {
 public:
  Task<Result<std::vector<FoundPiece>>> find(OrganizationKey, std::string, Instant) override { co_return found; }
  double threshold() const override { return 0.5; }

  Result<std::vector<FoundPiece>> found = std::vector<FoundPiece>{};
};

class KnowledgeResponderTest : public ::testing::Test {
 protected:
  Spoken ask(Result<std::vector<FoundPiece>> found) {
    ScriptedSearch search;
    search.found = std::move(found);
    const auto responder = create_knowledge_responder(search, *clock_, Log(), meters_);
    ModelQuestion question;
    question.organization = dentist();
    question.text = "Where can I park?";
    return loop_.run(listen(*responder, std::move(question)));
  }
  std::uint64_t count(const std::string& outcome) {
    return meters_.counter("parley_knowledge_questions_total", "", {{"outcome", outcome}}).value();
  }

  std::unique_ptr<Clock> clock_ = create_system_clock();
  PlainMeters meters_;
  LoopThread loop_;
};

TEST_F(KnowledgeResponderTest, SaysWhatIsWrittenWithItsSource) {
  const auto spoken = ask(std::vector<FoundPiece>{{"1", "Parking", "handbook", "All of it.", "In the yard.", 0.8}});
  EXPECT_EQ(spoken.text(), "In the yard.");
  EXPECT_EQ(spoken.answer.origin, AnswerOrigin::knowledge);
  EXPECT_EQ(spoken.answer.text, "In the yard.");
  EXPECT_EQ(spoken.answer.source, "Parking");
  EXPECT_EQ(spoken.answer.retrieval, 0.8);
  EXPECT_TRUE(spoken.answer.says_static);
  EXPECT_EQ(spoken.answer.usage, ModelUsage{});
  EXPECT_EQ(count("answered"), 1U);
}

TEST_F(KnowledgeResponderTest, BelowTheThresholdNobodyAnswers) {
  for (const auto& found : {std::vector<FoundPiece>{},
                            {{"1", "Parking", "handbook", "All.", "In the yard.", 0.49}},
                            {{"1", "Parking", "handbook", "", "", 0.9}}}) {
    const auto spoken = ask(found);
    EXPECT_FALSE(spoken.error);
    EXPECT_EQ(spoken.answer, ModelAnswer{});
  }
  EXPECT_EQ(count("unknown"), 3U);
}

TEST_F(KnowledgeResponderTest, ASearchThatFailsAnswersNobodyAndALateOneIsTold) {
  const auto away = ask(Error{Fault::unavailable, "no database"});
  EXPECT_FALSE(away.error);
  EXPECT_EQ(away.answer, ModelAnswer{});
  const auto late = ask(Error{Fault::timed_out, "hung"});
  ASSERT_TRUE(late.error);
  EXPECT_EQ(late.error->fault, Fault::timed_out);
  EXPECT_EQ(count("failed"), 2U);
}

}  // namespace
}  // namespace parley
