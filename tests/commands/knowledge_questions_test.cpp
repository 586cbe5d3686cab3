// SPDX-License-Identifier: Apache-2.0
#include "knowledge_questions.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "support/temporary_directory.hpp"

namespace parley::commands {
namespace {

class KnowledgeQuestions : public testing::Test {
 protected:
  void file(const std::string& name, const std::string& text) { std::ofstream(directory_.path() / name) << text; }
  std::string fault() {
    const auto read = read_asked_documents(directory_.path());
    return read ? "" : read.error().message;
  }

  parley::test::TemporaryDirectory directory_;
};

TEST_F(KnowledgeQuestions, AreReadWithTheirDocuments) {
  file("b.md", "# Dogs\nNone.\n");
  file("b.csv", "question,title\nmay dogs come,Dogs\nno, really,\n");
  file("a.md", "# Parking\nIn the yard.\n");
  file("a.csv", "question,title\n");
  const auto read = read_asked_documents(directory_.path());
  ASSERT_TRUE(read) << read.error().message;
  ASSERT_EQ(read->size(), 2U);
  EXPECT_EQ((*read)[0].name, "a");
  EXPECT_EQ((*read)[1].pieces.at(0).title, "Dogs");
  EXPECT_EQ((*read)[1].questions, (std::vector<KnowledgeQuestion>{{"may dogs come", "Dogs"}, {"no, really", ""}}));
}

TEST_F(KnowledgeQuestions, WhatIsFaultyIsNamed) {
  EXPECT_NE(fault().find("holds no documents"), std::string::npos);
  file("a.md", "# Parking\nIn the yard.\n");
  EXPECT_NE(fault().find("a.csv: does not begin"), std::string::npos);
  file("a.csv", "question,title\nmay dogs come,Dogs\n");
  EXPECT_NE(fault().find("no piece 'Dogs'"), std::string::npos);
  file("a.csv", "question,title\nwhat\n");
  EXPECT_NE(fault().find("no comma"), std::string::npos);
}

TEST(KnowledgeQuestionsOfTheBench, AreHalfAnsweredAndHalfNot) {
  for (const auto* half : {"calibration", "held_out"}) {
    const auto read = read_asked_documents(std::string(PARLEY_SOURCE_DIR "/tests/language/knowledge/") + half);
    ASSERT_TRUE(read) << read.error().message;
    std::size_t answered = 0;
    std::size_t others = 0;
    for (const auto& document : *read)
      for (const auto& question : document.questions) ++(question.title.empty() ? others : answered);
    EXPECT_EQ(answered, 34U);
    EXPECT_EQ(others, 34U);
  }
}

}  // namespace
}  // namespace parley::commands
