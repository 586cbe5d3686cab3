// SPDX-License-Identifier: Apache-2.0
#include "parley/config/pattern_bulk.hpp"

#include <gtest/gtest.h>

#include <chrono>

#include "parley/config/organization_document.hpp"
#include "random_organization.hpp"

namespace parley {
namespace {

using Lines = std::vector<std::string>;

Lines faults_of(const PatternBulk& bulk) {
  Lines lines;
  for (const auto& fault : bulk.faults) lines.push_back(to_string(fault));
  return lines;
}

std::vector<Pattern> many(unsigned count, unsigned seed) {
  RandomOrganization random(seed);
  std::vector<Pattern> patterns;
  for (unsigned i = 0; i < count; ++i) patterns.push_back(random.pattern(i));
  return patterns;
}

TEST(PatternBulk, PatternsComeBackFromCsvAndFromYaml) {
  const auto patterns = many(500, 3);
  const auto csv = parse_patterns_csv(patterns_to_csv(patterns));
  ASSERT_EQ(faults_of(csv), Lines{});
  EXPECT_EQ(csv.patterns, patterns);
  EXPECT_EQ(csv.rows.front(), 2U);
  const auto yaml = parse_patterns_yaml(patterns_to_yaml(patterns));
  ASSERT_EQ(faults_of(yaml), Lines{});
  EXPECT_EQ(yaml.patterns, patterns);
  EXPECT_EQ(yaml.rows.back(), 500U);
  EXPECT_TRUE(parse_patterns_yaml(patterns_to_yaml({})).faults.empty());
  EXPECT_TRUE(parse_patterns_csv(patterns_to_csv({})).faults.empty());
}

TEST(PatternBulk, ATableByHandNeedsOnlyKeyAndReply) {
  const auto bulk = parse_patterns_csv(
      "\xef\xbb\xbfReply,KEY,Examples,active\r\n"
      "We are open.,hours,what are your hours | when do you open,TRUE\r\n"
      "\"Lake Street, 5\",address,\"where are you\r\nwhat is the address\",False\r\n"
      "\r\n"
      "Yes,short,[\"a|b\"]\r\n");
  ASSERT_EQ(faults_of(bulk), Lines{});
  ASSERT_EQ(bulk.patterns.size(), 3U);
  EXPECT_EQ(bulk.patterns[0].examples, (Lines{"what are your hours", "when do you open"}));
  EXPECT_EQ(bulk.patterns[1].reply, "Lake Street, 5");
  EXPECT_EQ(bulk.patterns[1].examples, (Lines{"where are you", "what is the address"}));
  EXPECT_FALSE(bulk.patterns[1].active);
  EXPECT_EQ(bulk.patterns[2].examples, Lines{"a|b"});
  EXPECT_TRUE(bulk.patterns[2].active);
}

TEST(PatternBulk, EveryFaultyRowIsNamed) {
  const auto bulk = parse_patterns_csv(
      "key,examples,reply,keywords,after\n"
      "one,a,x,,\n"
      "Two,a,x,,\n"
      "three,,x,,\n"
      "one,a,,,hangup\n"
      "five,a,x,\"[{\"\"any\"\": [\"\"b\"\"], \"\"max_words\"\": 0}]\",\n"
      "six,a,x,[{,\n"
      "seven,a,x,,,,\n"
      "eight,\"[1]\",x,,\n");
  EXPECT_EQ(
      faults_of(bulk),
      (Lines{"row 3 (line 3): in a pattern: 'key' must be 1 to 64 lower-case letters, digits, '_' or '-'",
             "row 4 (line 4): in pattern 'three': neither 'examples' nor 'keywords': nothing could ever match",
             "row 5 (line 5): in pattern 'one': 'reply' is missing",
             "row 5 (line 5): in pattern 'one': 'after' is 'hangup'; expected listen | hang_up | offer_callback | "
             "transfer",
             "row 5 (line 5): pattern 'one' is given twice; first in row 2",
             "row 6 (line 6): in a keyword rule of pattern 'five': 'max_words' must be a number from 1 to 100",
             "row 7 (line 7): in column 'keywords': not JSON: parse error at line 1, column 3: syntax error while "
             "parsing object key - unexpected end of input; expected string literal",
             "row 8 (line 8): 7 cells where the header has 5; cells with commas are quoted",
             "row 9 (line 9): in pattern 'eight': 'examples' holds a number where a text that is not empty is "
             "expected",
             "row 9 (line 9): in pattern 'eight': neither 'examples' nor 'keywords': nothing could ever match"}));
}

TEST(PatternBulk, HeadersAreChecked) {
  EXPECT_EQ(faults_of(parse_patterns_csv("")), Lines{"row 1 (line 1): no header row"});
  EXPECT_EQ(faults_of(parse_patterns_csv("key,exmples,key,reply\nx,y,z,w\n")),
            (Lines{"row 1 (line 1): unknown column 'exmples'; did you mean 'examples'?",
                   "row 1 (line 1): column 'key' is there twice"}));
  EXPECT_EQ(faults_of(parse_patterns_csv("key\nx\n")), Lines{"row 1 (line 1): column 'reply' is missing"});
  EXPECT_EQ(faults_of(parse_patterns_csv("key,reply\n\"x\n")),
            (Lines{"row 2 (line 2): a quote is opened but never closed"}));
  EXPECT_EQ(faults_of(parse_patterns_csv("key,reply,examples\nx,caf\xe9,y\n")),
            Lines{"line 2: byte 233 is not UTF-8; a CSV in UTF-8 is expected"});
}

TEST(PatternBulk, YamlNamesRowAndLine) {
  EXPECT_EQ(faults_of(parse_patterns_yaml(
                "patterns:\n  - { key: a, examples: [x], reply: y }\n  - key: b\n    examples: [x]\n"
                "    reply: y\n    colour: red\n  - 7\n  - { key: a, examples: [x], reply: y }\n")),
            (Lines{"row 2 (line 6): in pattern 'b': unknown key 'colour'",
                   "row 3 (line 7): 'patterns' holds a text where keys with values are expected",
                   "row 4 (line 8): pattern 'a' is given twice; first in row 1"}));
  EXPECT_EQ(faults_of(parse_patterns_yaml("[{key: A, reply: y, examples: [x]}, {key: b, examples: [x]}]")),
            (Lines{"row 1 (line 1): in a pattern: 'key' must be 1 to 64 lower-case letters, digits, '_' or '-'",
                   "row 2 (line 1): in pattern 'b': 'reply' is missing"}));
  EXPECT_EQ(faults_of(parse_patterns_yaml("a: 1\n")),
            Lines{"line 1: must be a list of patterns, or 'patterns' with one"});
  EXPECT_EQ(faults_of(parse_patterns_yaml("- [\n")).size(), 1U);
}

TEST(PatternBulk, SizesAreBounded) {
  std::string rows = "key,reply,examples\n";
  for (std::size_t i = 0; i <= kMostPatterns; ++i) rows += "k" + std::to_string(i) + ",x,y\n";
  const auto csv = faults_of(parse_patterns_csv(rows));
  ASSERT_EQ(csv.size(), 1U);
  EXPECT_EQ(csv.front(), "row 10002 (line 10002): more than 10001 rows");
  EXPECT_EQ(faults_of(parse_patterns_csv(std::string(kBulkBytes + 1, 'x'))), Lines{"larger than 8 MiB"});
  EXPECT_EQ(parse_patterns_yaml(std::string(kBulkBytes + 1, 'x')).faults.size(), 1U);
  const auto most = many(static_cast<unsigned>(kMostPatterns), 5);
  EXPECT_EQ(parse_patterns_csv(patterns_to_csv(most)).patterns, most);
}

}  // namespace
}  // namespace parley
