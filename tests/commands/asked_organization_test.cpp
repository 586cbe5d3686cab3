// SPDX-License-Identifier: Apache-2.0
#include "asked_organization.hpp"

#include <gtest/gtest.h>

#include "database/asked.hpp"
#include "parley/store/organization_store.hpp"

namespace parley::commands {
namespace {

using parley::test::AskedDatabase;
using parley::test::PostgresRoom;

constexpr auto kDomains = PARLEY_SOURCE_DIR "/config/domains";

TEST(AskedOrganization, IsOfTheFilesWithoutADatabase) {
  Settings settings;
  settings.organizations_dir = kDomains;
  const auto hotel = find_organization(settings, "", "hotel");
  ASSERT_TRUE(hotel) << hotel.error().message;
  EXPECT_EQ(hotel->organization.key.value, "hotel");
  EXPECT_EQ(hotel->place, kDomains);
  const auto none = find_organization(settings, "", "motel");
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().message, std::string("there is no organization 'motel' in ") + kDomains +
                                      "; known: home-services, hotel, insurance, pharmacy, restaurant, retail");
  EXPECT_EQ(none.error().fault, Fault::not_found);
}

TEST(AskedOrganization, AUrlThatIsNoneIsSaid) {
  Settings settings;
  settings.database.url.value = "mysql://here";
  const auto asked = find_organization(settings, "", "demo");
  ASSERT_FALSE(asked);
  EXPECT_EQ(asked.error().message.rfind("database.url: ", 0), 0U) << asked.error().message;
}

TEST(AskedOrganizationOnPostgres, IsOfTheDatabaseUnlessADirectoryIsNamed) {
  PostgresRoom::shared().clear();
  AskedDatabase asked;
  const auto store = OrganizationStore::create(*asked.database, *asked.clock);
  for (const auto* key : {"alpha", "beta"}) {
    Organization organization;
    organization.key.value = key;
    organization.name = key;
    const auto made = asked.loop.run(store->create_organization(organization, {"test", ""}));
    ASSERT_TRUE(made) << made.error().message;
  }
  Settings settings;
  settings.organizations_dir = kDomains;
  settings.database.url.value = PostgresRoom::shared().serving_url();
  const auto alpha = find_organization(settings, "", "alpha");
  ASSERT_TRUE(alpha) << alpha.error().message;
  EXPECT_EQ(alpha->organization.key.value, "alpha");
  EXPECT_EQ(alpha->place, "the database");
  const auto hotel = find_organization(settings, "", "hotel");
  ASSERT_FALSE(hotel);
  EXPECT_EQ(hotel.error().message, "there is no organization 'hotel' in the database; known: alpha, beta");
  EXPECT_TRUE(find_organization(settings, kDomains, "hotel"));
}

}  // namespace
}  // namespace parley::commands
