// SPDX-License-Identifier: Apache-2.0
#include "field_reader.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

struct Fields {
  explicit Fields(std::string_view yaml) : tree(parse_yaml(yaml)) {}

  std::vector<std::string> messages() const {
    std::vector<std::string> out;
    for (const auto& fault : faults) out.push_back(std::to_string(fault.line) + " " + fault.message);
    return out;
  }

  YamlTree tree;
  std::vector<OrganizationFault> faults;
  FaultList list{"f.yaml", faults};
  FieldReader reader{tree.root, "thing", list};
};

using Messages = std::vector<std::string>;

TEST(FieldReader, LeavesAbsentPlacesAlone) {
  Fields fields("other: 1\nempty: ~\n");
  std::string text = "as it was";
  std::uint32_t count = 7;
  fields.reader.text("text", text);
  fields.reader.text("empty", text);
  fields.reader.count("count", count, 1, 9);
  EXPECT_EQ(text, "as it was");
  EXPECT_EQ(count, 7U);
  EXPECT_TRUE(fields.faults.empty());
}

TEST(FieldReader, ReportsWhatNobodyAskedForWithASuggestion) {
  Fields fields("grereting: hi\nx: 1\n");
  std::string text;
  fields.reader.text("greeting", text);
  fields.reader.finish();
  EXPECT_EQ(fields.messages(),
            (Messages{"1 in thing: unknown key 'grereting'; did you mean 'greeting'?", "2 in thing: unknown key 'x'"}));
}

TEST(FieldReader, ChecksKindsAndRanges) {
  Fields fields(
      "text: [1]\nflag: yes\nnumber: 1e9\ncount: 2.5\nlow: 0\nword: abc\nlist: one\ntexts: [a, [b], \"\"]\n"
      "long: aaaaaaaaaaaa\n");
  std::string text;
  bool flag = false;
  double number = 3;
  std::uint32_t count = 4;
  std::vector<std::string> texts;
  fields.reader.text("text", text);
  fields.reader.flag("flag", flag);
  fields.reader.number("number", number, 0, 1.5);
  fields.reader.count("count", count, 1, 9);
  fields.reader.count("low", count, 1, 9);
  fields.reader.count("word", count, 1, 9);
  EXPECT_EQ(fields.reader.list("list", 5), nullptr);
  fields.reader.texts("texts", texts, 5);
  fields.reader.text("long", text, 10);
  EXPECT_EQ(
      fields.messages(),
      (Messages{"1 in thing: 'text' must be a text, not a list", "2 in thing: 'flag' must be true or false",
                "3 in thing: 'number' must be a number from 0 to 1.5", "4 in thing: 'count' must be a whole number",
                "5 in thing: 'low' must be a number from 1 to 9", "6 in thing: 'word' must be a number from 1 to 9",
                "7 in thing: 'list' must be a list, not a text",
                "8 in thing: 'texts' holds a list where a text that is not empty is expected",
                "8 in thing: 'texts' holds a text where a text that is not empty is expected",
                "9 in thing: 'long' is longer than 10 bytes"}));
  EXPECT_EQ(text, "");
  EXPECT_EQ(number, 3);
  EXPECT_EQ(count, 4U);
  EXPECT_EQ(texts, std::vector<std::string>{"a"});
}

TEST(FieldReader, BoundsListsAndRequiresKeys) {
  Fields fields("many: [a, b, c]\nempty: []\n");
  std::vector<std::string> texts;
  fields.reader.texts("many", texts, 2);
  fields.reader.require("empty");
  fields.reader.require("absent");
  EXPECT_EQ(fields.messages(), (Messages{"1 in thing: 'many' has 3 entries; at most 2 are allowed",
                                         "2 in thing: 'empty' is missing", "1 in thing: 'absent' is missing"}));
}

}  // namespace
}  // namespace parley
