// SPDX-License-Identifier: Apache-2.0
#include "api_scene.hpp"

namespace parley {
namespace {

using test::ApiScene;

TEST(HoursApi, SaysWhatCallersWouldHear) {
  ApiScene scene;
  const std::string target = "/v1/organizations/demo/hours";
  const auto open = scene.get(target + "?at=2026-11-23T15:00:00Z").json();  // a Monday, nine in Chicago
  EXPECT_EQ(open["open_now"], true);
  EXPECT_FALSE(open["closes_at"].is_null());
  const auto before = scene.get(target + "?at=2026-11-23T07:59:00-06:00").json();
  EXPECT_EQ(before["open_now"], false);
  EXPECT_NE(before["next_opening"].get<std::string>().find("eight"), std::string::npos) << before;
  EXPECT_EQ(scene.get(target).json()["at"], "2026-11-23T15:00:00.000Z") << "now";
  EXPECT_EQ(scene.get(target + "?at=tomorrow").code(), "invalid_at");
}

TEST(HoursApi, WorksWithoutADatabase) {
  ApiScene scene(false);
  EXPECT_EQ(scene.get("/v1/organizations/demo/hours").status(), 200U);
  EXPECT_EQ(scene.get("/v1/organizations/other/hours").status(), 404U);
}

}  // namespace
}  // namespace parley
