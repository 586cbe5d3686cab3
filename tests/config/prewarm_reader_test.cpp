// SPDX-License-Identifier: Apache-2.0
#include "prewarm_reader.hpp"

#include <gtest/gtest.h>

#include "parley/config/organization_document.hpp"

namespace parley {
namespace {

struct Read {
  PrewarmList list;
  std::vector<std::string> faults;
};

Read read(std::string_view yaml) {
  Read result;
  std::vector<OrganizationFault> found;
  FaultList faults("o.yaml", found);
  const auto tree = parse_yaml(yaml);
  read_prewarm(tree.root, faults, result.list);
  for (const auto& fault : found) result.faults.push_back(fault.message);
  return result;
}

TEST(PrewarmReader, TakesQuestionsAndCallers) {
  const auto result = read("questions: [\"When do you open?\", Where are you]\ncallers: [\"+15550100\"]");
  EXPECT_EQ(result.faults, std::vector<std::string>{});
  EXPECT_EQ(result.list, (PrewarmList{{"When do you open?", "Where are you"}, {"+15550100"}}));
}

TEST(PrewarmReader, AbsentOrNullIsNothing) {
  EXPECT_EQ(read("questions: null\ncallers: null").list, PrewarmList{});
  EXPECT_EQ(read("questions: []").list, PrewarmList{});
}

TEST(PrewarmReader, EveryBoundIsChecked) {
  const std::pair<std::string, std::string> cases[] = {
      {"questions: \"When?\"", "in prewarm: 'questions' must be a list, not a text"},
      {"questions: [\"  \"]", "in prewarm: 'questions' holds '  '; 1 to 300 bytes of a sentence are expected"},
      {"questions: [\"\"]", "in prewarm: 'questions' holds a text where a text that is not empty is expected"},
      {"callers: [\"a b\"]", "in prewarm: 'callers' holds 'a b'; 1 to 64 letters, digits and +*#._- are allowed"},
      {"question: [a]", "in prewarm: unknown key 'question'"},
  };
  for (const auto& [yaml, fault] : cases) {
    const auto faults = read(yaml).faults;
    ASSERT_EQ(faults.size(), 1U) << yaml;
    EXPECT_EQ(faults.front().substr(0, fault.size()), fault) << yaml;
  }
  EXPECT_EQ(read("questions: [" + std::string(301, 'a') + "]").faults.size(), 1U);
  EXPECT_TRUE(read("questions: [" + std::string(300, 'a') + "]").faults.empty());
}

TEST(PrewarmReader, ReachesTheOrganization) {
  const auto whole = parse_organization_json(
      R"({"organization":{"key":"a","name":"A"},"numbers":["1"],"prewarm":{"questions":["when"],"callers":["7"]}})");
  EXPECT_TRUE(whole.faults.empty());
  EXPECT_EQ(whole.organization.prewarm, (PrewarmList{{"when"}, {"7"}}));
}

}  // namespace
}  // namespace parley
