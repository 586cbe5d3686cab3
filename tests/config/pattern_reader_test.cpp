// SPDX-License-Identifier: Apache-2.0
#include "pattern_reader.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

struct Read {
  std::vector<Pattern> patterns;
  std::vector<std::string> faults;
};

Read read(std::string_view yaml) {
  const auto tree = parse_yaml(yaml);
  std::vector<OrganizationFault> faults;
  FaultList list("p.yaml", faults);
  Read result;
  result.patterns = read_patterns(tree.root, list);
  for (const auto& fault : faults) result.faults.push_back(to_string(fault));
  return result;
}

TEST(Patterns, AreReadWithAllTheirKeys) {
  const auto result = read(R"(
- key: business_hours
  examples: [ "what are your hours" ]
  keywords: [ { any: [hours], max_words: 4 }, { all: [open, today], none: [account] } ]
  reply: "We are open {{hours_today}}."
  kind: template
  after: hang_up
  active: false
  never_suppress: true
  care: sensitive
  offers: our hours
)");
  ASSERT_TRUE(result.faults.empty()) << result.faults.front();
  Pattern expected;
  expected.key = "business_hours";
  expected.examples = {"what are your hours"};
  expected.keywords = {{{"hours"}, {}, {}, 4}, {{}, {"open", "today"}, {"account"}, std::nullopt}};
  expected.reply = "We are open {{hours_today}}.";
  expected.kind = ReplyKind::mustache;
  expected.after = AfterReply::hang_up;
  expected.active = false;
  expected.never_suppress = true;
  expected.care = Care::sensitive;
  expected.offers = "our hours";
  EXPECT_EQ(result.patterns, std::vector<Pattern>{expected});
}

TEST(Patterns, SayEverythingThatIsWrong) {
  const auto result = read(R"(- key: Bad Key
  examples: [a]
  reply: x
- key: mute
  examples: [b]
- key: deaf
  reply: x
- key: twice
  examples: [c]
  reply: x
  kind: magic
  care: careless
- key: twice
  keywords: [ { none: [a] }, { any: [a], word: 1 }, 5 ]
  reply: x
- just a text
)");
  EXPECT_EQ(result.faults,
            (std::vector<std::string>{
                "p.yaml:1: in a pattern: 'key' must be 1 to 64 lower-case letters, digits, '_' or '-'",
                "p.yaml:4: in pattern 'mute': 'reply' is missing",
                "p.yaml:6: in pattern 'deaf': neither 'examples' nor 'keywords': nothing could ever match",
                "p.yaml:11: in pattern 'twice': 'kind' is 'magic'; expected static | template | tool",
                "p.yaml:12: in pattern 'twice': 'care' is 'careless'; expected harmless | usual | sensitive",
                "p.yaml:14: in a keyword rule of pattern 'twice': 'any' or 'all' is missing",
                "p.yaml:14: in a keyword rule of pattern 'twice': unknown key 'word'",
                "p.yaml:14: in pattern 'twice': a keyword rule is written as { any: [hours], max_words: 4 }",
                "p.yaml:13: pattern 'twice' is given twice; first in line 8",
                "p.yaml:16: 'patterns' holds a text where keys with values are expected"}));
}

TEST(Patterns, OnePhraseWithTwoAnswersIsReportedWithBothPlaces) {
  const auto result = read(R"(- key: hours
  examples:
    - when do you open
    - opening hours
    - opening hours
  reply: x
- key: sleeping
  examples: [when do you open]
  active: false
  reply: x
- key: doors
  examples:
    - open the door
    - When do you open
  reply: x
)");
  EXPECT_EQ(
      result.faults,
      (std::vector<std::string>{
          "p.yaml:14: in pattern 'doors': the example 'When do you open' is also one of pattern 'hours', in line 3"}));
}

}  // namespace
}  // namespace parley
