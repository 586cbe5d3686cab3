// SPDX-License-Identifier: Apache-2.0
#include "pattern_columns.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

TEST(PatternColumns, CellsAreWrittenForPeopleWhereTheyCanBeReadBack) {
  Pattern pattern;
  pattern.key = "hours";
  pattern.examples = {"what are your hours", "when do you open"};
  pattern.keywords = {{{"hours"}, {}, {}, 4}};
  pattern.reply = "We are open, always.";
  EXPECT_EQ(PatternColumns::header(), "key,examples,keywords,reply,kind,after,active,offers,never_suppress,care\r\n");
  EXPECT_EQ(PatternColumns::row(pattern),
            "hours,\"what are your hours\nwhen do you open\",\"[{\"\"any\"\":[\"\"hours\"\"],\"\"max_words\"\":4}]\","
            "\"We are open, always.\",static,listen,true,,false,usual\r\n");
  for (const std::string awkward : {"a|b", "a\nb", " edge", "[x"}) {
    pattern.examples = {awkward};
    EXPECT_NE(PatternColumns::row(pattern).find("\"[\"\""), std::string::npos) << awkward;
  }
}

TEST(PatternColumns, EmptyCellsAreDefaults) {
  std::vector<BulkFault> faults;
  const PatternColumns columns({1, {" Key ", "reply", "after", "active"}}, faults);
  EXPECT_TRUE(columns.right());
  const auto node = columns.node({2, {"a", "b", " ", ""}}, 2, faults);
  EXPECT_TRUE(faults.empty());
  ASSERT_EQ(node.entries.size(), 2U);
  EXPECT_EQ(node.entries[1].second.text, "b");
}

}  // namespace
}  // namespace parley
