// SPDX-License-Identifier: Apache-2.0
#include "bench_results.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace parley::commands {
namespace {

TEST(BenchResults, PrintsTheAgreedForm) {
  BenchResults results("gap");
  results.add("gap.cut_off", Share{1, 8});
  results.add_milliseconds("gap.ms", {100, 200, 300});
  const auto json = nlohmann::json::parse(results.to_json("a machine"));
  EXPECT_EQ(json, (nlohmann::json{
                      {"name", "gap"},
                      {"machine", "a machine"},
                      {"results",
                       {{{"metric", "gap.cut_off"}, {"value", 0.125}, {"unit", "share"}, {"n", 8}},
                        {{"metric", "gap.ms.p50"}, {"value", 200.0}, {"unit", "ms"}, {"n", 3}},
                        {{"metric", "gap.ms.p95"}, {"value", 300.0}, {"unit", "ms"}, {"n", 3}}}},
                  }));
  EXPECT_NE(results.to_text().find("gap.ms.p50  200 ms  (n=3)\n"), std::string::npos);
}

TEST(BenchResults, NamesTheProcessor) {
  EXPECT_EQ(machine_in("processor : 0\nmodel name\t: Some CPU @ 2 GHz\nmodel name\t: other\n", 2),
            "Some CPU @ 2 GHz, 2 cores");
  EXPECT_EQ(machine_in("", 1), "unknown processor, 1 core");
  EXPECT_FALSE(machine_name().empty());
}

}  // namespace
}  // namespace parley::commands
