// SPDX-License-Identifier: Apache-2.0
#include "figures_json.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

TEST(FiguresJson, SharesAreOfWhatReachedALayer) {
  RouterFigures figures;
  figures.total = 20;
  figures.refused = 2;
  figures.unanswered = 4;
  figures.suppressed = 7;
  figures.errors = 1;
  figures.off = 1;
  figures.asked_1b = 11;
  figures.layers = {{"1a", "", 5, 0, 0.05, {{0.1, 0.2, 0.3}}}, {"1b", "", 2, 0.25, 0.5, std::nullopt}};
  figures.methods = {{"1a", "exact", 4, 0, 0, std::nullopt},
                     {"1a", "typo", 1, 0, 0, std::nullopt},
                     {"1b", "meaning", 2, 0, 0, std::nullopt}};
  figures.audits = 4;
  figures.audits_right = 3;
  const auto json = analytics_json(figures);
  EXPECT_EQ(json["answerable"], 14);
  EXPECT_DOUBLE_EQ(json["suppression"]["of_all"].get<double>(), 0.35);
  EXPECT_DOUBLE_EQ(json["suppression"]["of_answerable"].get<double>(), 0.5);
  EXPECT_DOUBLE_EQ(json["hit_rates"]["1a"].get<double>(), 5.0 / 16);
  EXPECT_DOUBLE_EQ(json["hit_rates"]["1b"].get<double>(), 2.0 / 11);
  EXPECT_DOUBLE_EQ(json["error_rate"].get<double>(), 1.0 / 18);
  EXPECT_EQ(json["layers"][0],
            Json::parse(R"({"layer":"1a","turns":5,"share":0.25,"cost_usd":0.0,"saved_usd":0.05,)"
                        R"("latency_ms":{"p50":0.1,"p95":0.2,"p99":0.3},"methods":{"exact":4,"typo":1}})"));
  EXPECT_TRUE(json["layers"][1]["latency_ms"].is_null());
  EXPECT_DOUBLE_EQ(json["audits"]["precision"].get<double>(), 0.75);
}

TEST(FiguresJson, OfNothingThereIsNoShare) {
  const auto json = analytics_json({});
  for (const auto& share :
       {json["suppression"]["of_all"], json["suppression"]["of_answerable"], json["hit_rates"]["1a"],
        json["hit_rates"]["1b"], json["error_rate"], json["audits"]["precision"]})
    EXPECT_TRUE(share.is_null());
  EXPECT_EQ(json["layers"], Json::array());
}

TEST(FiguresJson, TotalsOfACallNameItsLayers) {
  RouterFigures figures;
  figures.total = 3;
  figures.layers = {{"1a", "", 2, 0, 0.02, std::nullopt}, {"2", "", 1, 0.01, 0, std::nullopt}};
  const auto json = totals_json(figures);
  EXPECT_EQ(json["layers"], Json::parse(R"({"1a":2,"2":1})"));
  EXPECT_EQ(json["total"], 3);
}

TEST(FiguresJson, ProvenanceThatIsNoObjectIsEmpty) {
  PatternStats stats;
  stats.provenance = "nonsense";
  EXPECT_EQ(stats_json(stats)["provenance"], Json::object());
  stats.provenance = R"({"calls":["a"]})";
  EXPECT_EQ(stats_json(stats)["provenance"]["calls"][0], "a");
  EXPECT_TRUE(stats_json(stats)["switched_off_at"].is_null());
}

}  // namespace
}  // namespace parley
