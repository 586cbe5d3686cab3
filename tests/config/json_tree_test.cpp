// SPDX-License-Identifier: Apache-2.0
#include "json_tree.hpp"

#include <gtest/gtest.h>

#include "parley/config/organization_document.hpp"

namespace parley {
namespace {

// The first fault as "POINTER: MESSAGE", or nothing.
std::string fault_of(std::string_view json) {
  const auto tree = parse_json(json);
  if (tree.faults.empty()) return "";
  return json_pointer(tree.root, tree.faults.front().line) + ": " + tree.faults.front().message;
}

TEST(JsonTree, ScalarsKeepWhatTheyWereWrittenAs) {
  const auto tree = parse_json(R"({"a": "1", "b": 1, "c": true, "d": null, "e": 0.1, "f": [-2]})");
  ASSERT_TRUE(tree.whole);
  const auto& entries = tree.root.entries;
  EXPECT_EQ(entries[0].second.form, YamlNode::Form::text);
  EXPECT_EQ(entries[1].second.form, YamlNode::Form::number);
  EXPECT_EQ(entries[2].second.form, YamlNode::Form::flag);
  EXPECT_EQ(entries[3].second.kind, YamlNode::Kind::null);
  EXPECT_EQ(entries[4].second.text, "0.1");
  EXPECT_EQ(entries[5].second.items[0].text, "-2");
}

TEST(JsonTree, PointersLeadToEveryPlace) {
  const auto tree = parse_json(R"({"a": [1, {"b/~": [2]}], "c": 3})");
  const std::vector<std::string> expected = {"", "/a", "/a/0", "/a/1", "/a/1/b~1~0", "/a/1/b~1~0/0", "/c"};
  for (std::size_t i = 0; i < expected.size(); ++i)
    EXPECT_EQ(json_pointer(tree.root, static_cast<int>(i) + 1), expected[i]);
}

TEST(JsonTree, BrokenTextSaysWhere) {
  struct Case {
    std::string json;
    const char* fault;
  };
  const Case cases[] = {
      {"",
       ": not JSON: parse error at line 1, column 1: syntax error while parsing value - unexpected end of input; "
       "expected '[', '{', or a literal"},
      {"{\"a\": [1,}",
       "/a/0: not JSON: parse error at line 1, column 10: syntax error while parsing value - unexpected '}'; expected "
       "'[', '{', or a literal"},
      {"[1] [2]",
       "/0: not JSON: parse error at line 1, column 5: syntax error while parsing value - unexpected '['; expected end "
       "of input"},
      {"{\"a\": 1, \"b\": {\"c\": 1, \"c\": 2}}", "/b/c: key 'c' is given twice"},
      {"[\"a\\u0000b\"]", ": control byte 0 in the text"},
      {"[1e999]", ": not JSON: number overflow parsing '1e999'"},
      {std::string(33, '['),
       "/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0: nested deeper than 32 levels"},
      {std::string(kJsonBytes + 1, ' '), ": larger than 16 MiB"},
  };
  for (const auto& [json, fault] : cases) EXPECT_EQ(fault_of(json), fault) << json.substr(0, 40);
  EXPECT_NE(fault_of("[\"\xff\"]").find("not JSON"), std::string::npos);
  EXPECT_EQ(fault_of("[\"\xff\"]").find('\xff'), std::string::npos);
}

TEST(JsonTree, ValuesAreBounded) {
  std::string many = "[0";
  for (std::size_t i = 0; i < kJsonNodes; ++i) many += ",0";
  EXPECT_NE(fault_of(many + "]").find("more than 1000000 values"), std::string::npos);
}

}  // namespace
}  // namespace parley
