// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>

#include "intent_room.hpp"

namespace parley::commands {
namespace {

class BenchTemplates : public test::IntentRoom {
 protected:
  BenchTemplates() {
    std::filesystem::create_directories(domains_);
    std::string patterns;
    for (const std::string thing : {"hours", "address"}) {
      patterns += "  - key: " + thing + "\n    reply: \"Yes.\"\n    examples:\n";
      for (int at = 0; at < 12; ++at)
        patterns += "      - \"tell me the " + thing + " " + std::string(1, static_cast<char>('a' + at)) + "bc\"\n";
    }
    std::ofstream(domains_ / "corner-shop.yaml")
        << "organization: { key: corner-shop, name: \"Shop\", language: en-US, timezone: UTC, voice: slt }\n"
           "numbers: [ shop ]\ngreeting: \"Hello.\"\nfarewell: \"Bye.\"\npatterns:\n"
        << patterns;
    std::ofstream(domains_ / "corner_shop.csv")
        << "pattern,text\nhours,tell me the hours abc\naddress,the hours dbc\n-,la\n";
  }
  Arguments arguments() const {
    return {"templates", "--domains", domains_.string(), "--questions", domains_.string()};
  }
  std::filesystem::path domains_ = room_.path() / "domains";
};

TEST_F(BenchTemplates, AsksEachTemplateItsOwnQuestions) {
  if (!weights()) GTEST_SKIP() << "no weights: scripts/setup fetches them";
  const auto found = figures(arguments());
  ASSERT_FALSE(found.empty()) << process_.err.str();
  EXPECT_GE(found.at("templates.answered.corner-shop"), 0.5);
  EXPECT_EQ(found.at("templates.near_answered.corner-shop"), 0);
}

TEST_F(BenchTemplates, PrintsTrialsAsTheirFileHasThem) {
  if (!weights()) GTEST_SKIP() << "no weights: scripts/setup fetches them";
  auto line = arguments();
  line.insert(line.end(), {"--trials", "--models", kModels.string()});
  ASSERT_EQ(bench(line, process_.surroundings), 0) << process_.err.str();
  const std::string trials = process_.out.str();
  ASSERT_FALSE(trials.empty());
  EXPECT_EQ(trials.front(), '{');
  EXPECT_GT(std::count(trials.begin(), trials.end(), '\n'), 10);
}

TEST_F(BenchTemplates, ATemplateWithAFaultIsNamed) {
  std::ofstream(domains_ / "broken.yaml") << "organization: 3\n";
  if (!weights()) GTEST_SKIP() << "no weights: scripts/setup fetches them";
  EXPECT_TRUE(figures(arguments()).empty());
  EXPECT_NE(process_.err.str().find("broken.yaml"), std::string::npos) << process_.err.str();
}

}  // namespace
}  // namespace parley::commands
