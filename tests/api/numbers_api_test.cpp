// SPDX-License-Identifier: Apache-2.0
#include "api_scene.hpp"

namespace parley {
namespace {

using test::ApiScene;

const char* const kTarget = "/v1/organizations/demo/numbers";

TEST(NumbersApi, AreListedAddedAndRemoved) {
  ApiScene scene;
  EXPECT_EQ(scene.get(kTarget).json()["data"][1]["number"], "+1555");
  const auto added = scene.post(kTarget, R"({"number":"+15550142"})");
  EXPECT_EQ(added.status(), 201U);
  const auto id = added.json()["id"].get<std::string>();
  EXPECT_EQ(scene.change("DELETE", std::string(kTarget) + "/" + id, "", "").status(), 204U);
  EXPECT_EQ(scene.change("DELETE", std::string(kTarget) + "/" + id, "", "").status(), 404U);
  EXPECT_EQ(scene.changed, (std::vector<std::string>{"demo", "demo"}));
}

TEST(NumbersApi, HaveOneOwner) {
  ApiScene scene;
  const auto taken = scene.post(kTarget, R"({"number":"other"})");
  EXPECT_EQ(taken.status(), 409U);
  EXPECT_EQ(scene.post(kTarget, R"({"number":"1 2"})").json()["errors"][0]["pointer"], "/number");
  const auto foreign = scene.store.number_rows[OrganizationKey{"other"}].front().id;
  EXPECT_EQ(scene.change("DELETE", std::string(kTarget) + "/" + foreign, "", "").status(), 404U);
  EXPECT_TRUE(scene.changed.empty());
}

}  // namespace
}  // namespace parley
