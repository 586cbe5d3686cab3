// SPDX-License-Identifier: Apache-2.0
// Who asks for a person is told so and transferred, where the organization names somebody.
#include <gtest/gtest.h>

#include "support/call_scene.hpp"

using namespace parley;
using namespace parley::test;

namespace {

OrganizationSnapshot with_person(bool somebody) {
  auto organization = *scene_organization();
  Pattern person;
  person.key = "person";
  person.examples = {"connect me with a person"};
  person.reply = "I will connect you now";
  person.after = AfterReply::transfer;
  organization.patterns.push_back(person);
  if (somebody) organization.fallback.transfer_to = "+15550199";
  return std::make_shared<const Organization>(std::move(organization));
}

TEST(Transfer, EndsTheCallAsTransferredOnceItWasSaid) {
  CallScene scene(with_person(true));
  ASSERT_TRUE(scene.start());
  scene.until_agent_is_quiet();
  scene.says("connect me with a person");
  EXPECT_TRUE(scene.until_agent_speaks());
  EXPECT_FALSE(scene.ended) << "it is being said";
  scene.until_agent_is_quiet();
  EXPECT_EQ(scene.ended, CallEnd::transferred);
}

TEST(Transfer, WithoutAnybodyTheCallGoesOn) {
  CallScene scene(with_person(false));
  ASSERT_TRUE(scene.start());
  scene.until_agent_is_quiet();
  scene.says("connect me with a person");
  scene.until_agent_speaks();
  scene.until_agent_is_quiet();
  EXPECT_FALSE(scene.ended);
}

}  // namespace
