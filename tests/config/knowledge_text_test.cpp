// SPDX-License-Identifier: Apache-2.0
#include "parley/config/knowledge_text.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

using Pieces = std::vector<KnowledgePiece>;

std::vector<std::string> faults_of(const KnowledgeText& knowledge) {
  std::vector<std::string> texts;
  for (const auto& fault : knowledge.faults) texts.push_back(to_string(fault));
  return texts;
}

TEST(KnowledgeText, AHeadingIsAPiece) {
  const auto read = parse_knowledge_markdown(
      "---\nlayout: page\n---\n# Handbook\n\nWe are *nice*.\n\n## Prices\n\n### Children ###\nUp to **six** they are "
      "free.\nFrom seven on [half](http://x/y).\n\n## Parking\n- in the yard\n- in the `street`\n\n| Day | Price |\n"
      "|-----|------|\n| Monday | 2 euros |\n<!-- ask Bob -->\n",
      "handbook.md");
  EXPECT_TRUE(read.faults.empty());
  EXPECT_EQ(read.pieces,
            (Pieces{{"Handbook", "We are nice.", "handbook.md"},
                    {"Prices: Children", "Up to six they are free. From seven on half.", "handbook.md"},
                    {"Parking", "in the yard. in the street. Day, Price. Monday, 2 euros", "handbook.md"}}));
}

TEST(KnowledgeText, LongOnesAreCutBetweenParagraphs) {
  const std::string paragraph(500, 'x');
  const auto read = parse_knowledge_markdown("# A\n" + paragraph + "\n\n" + paragraph + "\n\nshort\n", "a");
  ASSERT_EQ(read.pieces.size(), 2U);
  EXPECT_EQ(read.pieces[0].text, paragraph);
  EXPECT_EQ(read.pieces[1].text, paragraph + ". short");
  EXPECT_EQ(read.pieces[1].title, "A");
}

TEST(KnowledgeText, TextBeforeAnyHeadingHasTheSourcesName) {
  EXPECT_EQ(parse_knowledge_markdown("Hello.\r\nYou.\r\n", "notes.md").pieces,
            (Pieces{{"notes.md", "Hello. You.", "notes.md"}}));
}

TEST(KnowledgeText, EveryFaultOfMarkdownHasItsLine) {
  EXPECT_EQ(faults_of(parse_knowledge_markdown("", "a")), (std::vector<std::string>{"line 1: there is no text"}));
  EXPECT_EQ(faults_of(parse_knowledge_markdown("# A\nb\n## **\n\n# C\n" + std::string(9000, 'x') + "\n", "a")),
            (std::vector<std::string>{"line 3: a heading without words", "line 6: 'C' is longer than 8000 bytes"}));
  EXPECT_EQ(parse_knowledge_markdown("# A\nb\n\xff\n", "a").faults.at(0).line, 3);
}

TEST(KnowledgeText, RowsOfATableArePieces) {
  const auto read = parse_knowledge_csv(
      "\xef\xbb\xbfsource,title,text\r\n,Parking,\"In the **yard**,\nbehind the "
      "house.\"\r\nprices.csv,Children,Free.\r\n",
      "faq.csv");
  EXPECT_TRUE(read.faults.empty());
  EXPECT_EQ(read.pieces,
            (Pieces{{"Parking", "In the yard, behind the house.", "faq.csv"}, {"Children", "Free.", "prices.csv"}}));
}

TEST(KnowledgeText, EveryFaultyRowIsTold) {
  EXPECT_EQ(faults_of(parse_knowledge_csv("title,text\nA,b\n,c\nD,\nE\n", "f")),
            (std::vector<std::string>{"row 3 (line 3): the title is empty", "row 4 (line 4): 'D' has no text",
                                      "row 5 (line 5): 1 cells; the header has 2"}));
  EXPECT_EQ(
      faults_of(parse_knowledge_csv("title,body,title\n", "f")),
      (std::vector<std::string>{"row 1 (line 1): column 'body' is none of title, text, source",
                                "row 1 (line 1): column 'title' is there twice", "row 1 (line 1): no column 'text'"}));
  EXPECT_EQ(faults_of(parse_knowledge_csv("", "f")), (std::vector<std::string>{"row 1 (line 1): no header row"}));
  EXPECT_EQ(faults_of(parse_knowledge_csv("title,text\n", "f")), (std::vector<std::string>{"row 2: no rows"}));
  EXPECT_FALSE(parse_knowledge_csv("title,text\nA,\"b", "f").faults.empty());
  EXPECT_FALSE(parse_knowledge_csv("title,text\nA,b\n", "").faults.empty());
}

TEST(KnowledgeText, AnImportIsBounded) {
  std::string csv = "title,text\n";
  for (std::size_t i = 0; i <= kMostPieces; ++i) csv += "A,b\n";
  const auto read = parse_knowledge_csv(csv, "f");
  EXPECT_EQ(read.faults.size(), 1U);
  std::string markdown;
  for (std::size_t i = 0; i <= kMostPieces; ++i) markdown += "# A\nb\n";
  EXPECT_EQ(faults_of(parse_knowledge_markdown(markdown, "f")),
            (std::vector<std::string>{"line 10002: more than 5000 pieces"}));
}

TEST(KnowledgeText, ALineIsWhatAVoiceSays) {
  EXPECT_EQ(plain_line("> **Note:** see ![logo](x.png) [our page](http://a/b) <br> now"),
            "Note: see logo our page  now");
  EXPECT_EQ(plain_line("* one"), "one");
  EXPECT_EQ(plain_line("1. first"), "1. first");
  EXPECT_EQ(plain_line("| a | **b** |"), "a, b");
  EXPECT_EQ(plain_line("-----"), "");
  EXPECT_EQ(plain_line("5 < 6 and [brackets]"), "5 < 6 and [brackets]");
}

}  // namespace
}  // namespace parley
