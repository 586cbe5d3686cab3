// SPDX-License-Identifier: Apache-2.0
#include "yaml_tree.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

std::string first_fault(std::string_view text) {
  const auto tree = parse_yaml(text);
  if (tree.faults.empty()) return "";
  return std::to_string(tree.faults.front().line) + " " + tree.faults.front().message;
}

TEST(YamlTree, KeepsTextsListsAndLines) {
  const auto tree = parse_yaml("a: 1\nb:\n  - x\n  - \"2\"\nc: { d: ~, e: [] }\n");
  ASSERT_TRUE(tree.faults.empty());
  ASSERT_EQ(tree.root.entries.size(), 3U);
  const auto& [b, list] = tree.root.entries[1];
  EXPECT_EQ(b.text, "b");
  EXPECT_EQ(b.line, 2);
  ASSERT_EQ(list.items.size(), 2U);
  EXPECT_EQ(list.items[1].text, "2");
  EXPECT_EQ(list.items[1].line, 4);
  EXPECT_TRUE(list.items[1].quoted);
  EXPECT_FALSE(list.items[0].quoted);
  const auto& c = tree.root.entries[2].second;
  EXPECT_EQ(c.entries[0].second.kind, YamlNode::Kind::null);
  EXPECT_EQ(c.entries[1].second.kind, YamlNode::Kind::list);
}

TEST(YamlTree, NothingIsAnEmptyTree) {
  EXPECT_EQ(parse_yaml("").root.kind, YamlNode::Kind::null);
  EXPECT_EQ(first_fault("# only a comment\n"), "");
}

TEST(YamlTree, QuotedTildeStaysText) {
  EXPECT_EQ(parse_yaml("\"~\"").root.text, "~");
  EXPECT_EQ(parse_yaml("\"~\"").root.kind, YamlNode::Kind::scalar);
}

TEST(YamlTree, RefusesWhatIsNoYamlWithItsLine) {
  EXPECT_EQ(first_fault("a: 1\nb: [1, 2\n").substr(0, 12), "2 not YAML: ");
  EXPECT_EQ(first_fault("a: 1\n\tb: 2\n").substr(0, 2), "2 ");
  // yaml-cpp alone would take the rest of the file into the text and see nothing wrong.
  EXPECT_EQ(first_fault("a: \"open\nb: 2\n"), "2 not YAML: a quote is opened but never closed");
}

TEST(YamlTree, RefusesWhatIsMoreThanWeWant) {
  EXPECT_EQ(first_fault("a: 1\nb: 2\na: 3\n"), "3 key 'a' is given twice; first in line 1");
  EXPECT_EQ(first_fault("a: 1\n---\nb: 2\n").substr(0, 10), "2 a second");
  EXPECT_EQ(first_fault("a: !!int 1\n").substr(0, 6), "1 tags");
  EXPECT_EQ(first_fault("[a]: 1\n"), "1 a key must be a word");
  EXPECT_EQ(first_fault(std::string("a: 1\nb: x\x04y\n")), "2 control byte 4 in the text");
}

TEST(YamlTree, AliasesAreCopies) {
  const auto tree = parse_yaml("a: &x [1, 2]\nb: *x\nc: &y word\nd: *y\n");
  ASSERT_TRUE(tree.faults.empty());
  const auto& copy = tree.root.entries[1].second;
  EXPECT_EQ(copy.line, 2);
  ASSERT_EQ(copy.items.size(), 2U);
  EXPECT_EQ(copy.items[1].text, "2");
  EXPECT_EQ(tree.root.entries[3].second.text, "word");
  EXPECT_EQ(first_fault("a: *x\n").substr(0, 11), "1 not YAML:");
}

TEST(YamlTree, AliasesOfAliasesStayWithinTheBounds) {
  std::string laughs = "a0: &a0 [1,1,1,1,1,1,1,1,1,1]\n";
  std::string deep = "a0: &a0 [1]\n";
  for (int i = 1; i < 40; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    const std::string name = "a" + std::to_string(i) + ": &a" + std::to_string(i);
    laughs += name + " [" + before + "," + before + "," + before + "," + before + "," + before + "]\n";
    deep += name + " [" + before + "]\n";
  }
  EXPECT_NE(first_fault(laughs).find("more than 600000 values"), std::string::npos);
  EXPECT_NE(first_fault(deep).find("nested deeper"), std::string::npos);
  EXPECT_NE(first_fault("a: &x [*x]\n"), "");
}

TEST(YamlTree, RefusesDepthAndSizeWithoutEatingMemory) {
  EXPECT_NE(first_fault(std::string(40, '[') + std::string(40, ']')).find("nested deeper than 32"), std::string::npos);
  EXPECT_NE(first_fault(std::string(100'000, '[')), "");
  EXPECT_NE(first_fault(std::string(kYamlBytes + 1, 'a')).find("larger than 8 MiB"), std::string::npos);
  std::string many;
  for (std::size_t i = 0; i <= kYamlNodes; ++i) many += "- a\n";
  EXPECT_NE(first_fault(many).find("more than 600000 values"), std::string::npos);
}

TEST(YamlScalar, ReadsBackAsTheSameText) {
  for (const std::string text : {"plain",
                                 "America/Chicago",
                                 "",
                                 "null",
                                 "yes",
                                 "12",
                                 "1.5",
                                 "-1",
                                 "a: b",
                                 "# no",
                                 "say \"hi\"\\",
                                 "line\nbreak\ttab",
                                 " lead",
                                 "*star",
                                 "&and",
                                 "!bang",
                                 "%x",
                                 "@y",
                                 "naïve – ✓",
                                 "{{hours_today}}",
                                 "+15550100",
                                 "[a]",
                                 "a,b",
                                 "- dash",
                                 "'",
                                 "~"}) {
    const auto tree = parse_yaml("key: " + yaml_scalar(text) + "\n");
    ASSERT_TRUE(tree.faults.empty()) << text << ": " << tree.faults.front().message;
    const auto& node = tree.root.entries.front().second;
    EXPECT_EQ(node.kind, YamlNode::Kind::scalar) << text;
    EXPECT_EQ(node.text, text);
  }
}

}  // namespace
}  // namespace parley
