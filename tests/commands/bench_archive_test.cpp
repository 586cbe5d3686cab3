// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "parley/commands/commands.hpp"
#include "support/postgres_room.hpp"
#include "surroundings.hpp"

namespace parley::commands {
namespace {

// Few calls: that every kind of question is asked and answered, not how fast.
TEST(BenchArchiveOnPostgres, AsksEveryKindOfQuestionAndFillsOnce) {
  auto& room = parley::test::PostgresRoom::shared();
  const auto scratch = room.fresh_database();
  for (int run = 0; run < 2; ++run) {
    test::Process process;
    const Arguments arguments{"archive",
                              "--database-url",
                              room.serving_url(scratch),
                              "--owner-url",
                              room.owner_url(scratch),
                              "--calls",
                              "6000",
                              "--queries",
                              "3",
                              "--json"};
    ASSERT_EQ(bench(arguments, process.surroundings), 0) << process.err.str();
    std::set<std::string> metrics;
    const auto answer = nlohmann::json::parse(process.out.str());
    for (const auto& result : answer["results"]) {
      metrics.insert(result["metric"].get<std::string>());
    }
    for (const auto* name :
         {"list", "list_deep", "search_number", "search_text_rare", "search_text_frequent", "detail"}) {
      EXPECT_TRUE(metrics.contains("archive." + std::string(name) + "_ms.p95")) << name;
    }
    EXPECT_EQ(process.err.str().find("6000 calls") != std::string::npos, run == 0) << "filled the first time alone";
  }
}

TEST(BenchArchiveOnPostgres, ADatabaseThatIsAwayIsSaid) {
  test::Process process;
  EXPECT_EQ(bench({"archive", "--database-url", "postgresql://parley@/none?host=/nonexistent"}, process.surroundings),
            1);
  EXPECT_NE(process.err.str().find("parley bench: "), std::string::npos);
}

}  // namespace
}  // namespace parley::commands
