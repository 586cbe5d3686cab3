// SPDX-License-Identifier: Apache-2.0
#include "parley/tenants/tenant_keeper.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <filesystem>
#include <fstream>

#include "parley/async/spawnable.hpp"
#include "support/manual_clock.hpp"
#include "support/plain_meters.hpp"
#include "tenants_scene.hpp"

namespace parley::test {
namespace {

TEST_F(TenantsScene, ServesWhatTheDatabaseHoldsAndWritesItDown) {
  store.put(definition("demo", "Hello"));
  ASSERT_TRUE(load());
  EXPECT_EQ(greeting("demo"), "Hello");
  EXPECT_EQ(keeper->state().source, "database");
  EXPECT_EQ(keeper->state().problem, "");
  EXPECT_TRUE(std::filesystem::exists(last_configuration));
}

TEST_F(TenantsScene, AChangeIsServedAtOnceWhenItIsToldAndSoonWhenItIsNot) {
  store.put(definition("demo", "Hello"));
  ASSERT_TRUE(load());
  run();
  store.put(definition("demo", "Good day"));
  keeper->look();
  clock.drain();
  EXPECT_EQ(greeting("demo"), "Good day");
  store.put(definition("demo", "Good evening"));
  clock.advance(std::chrono::milliseconds{1000});
  EXPECT_EQ(greeting("demo"), "Good evening");
  EXPECT_EQ(ear.learned, (std::vector<std::string>{"demo", "demo", "demo"}));
}

TEST_F(TenantsScene, WhatIsUnchangedIsNotLoadedAgain) {
  store.put(definition("demo", "Hello"));
  ASSERT_TRUE(load());
  run();
  clock.advance(std::chrono::seconds{10});
  EXPECT_EQ(store.loads, 1);
}

TEST_F(TenantsScene, AnOrganizationThatWasRemovedIsNoLongerServed) {
  store.put(definition("demo", "Hello"));
  store.put(definition("other", "Hi"));
  ASSERT_TRUE(load());
  run();
  store.remove_tenant("other");
  clock.advance(std::chrono::seconds{1});
  EXPECT_FALSE(directory.by_key({"other"}));
  EXPECT_TRUE(directory.by_key({"demo"}));
}

TEST_F(TenantsScene, AVersionThatCannotBeServedLeavesTheLastOneAndIsNamed) {
  store.put(definition("demo", "Hello"));
  ASSERT_TRUE(load());
  run();
  store.put(definition("demo", "Hello {{#never closed"));
  clock.advance(std::chrono::seconds{1});
  EXPECT_EQ(greeting("demo"), "Hello");
  ASSERT_EQ(keeper->state().unservable.size(), 1U);
  EXPECT_NE(keeper->state().unservable[0].find("demo"), std::string::npos);
  store.put(definition("demo", "Mended"));
  clock.advance(std::chrono::seconds{1});
  EXPECT_EQ(greeting("demo"), "Mended");
  EXPECT_TRUE(keeper->state().unservable.empty());
}

TEST_F(TenantsScene, RowsThatCannotBeReadDoNotHoldUpTheOthers) {
  store.put(definition("demo", "Hello"));
  store.put(definition("other", "Hi"));
  ASSERT_TRUE(load());
  run();
  store.unreadable = "demo";
  store.put(definition("demo", "Never read"));
  store.put(definition("other", "Good day"));
  clock.advance(std::chrono::seconds{1});
  EXPECT_EQ(greeting("other"), "Good day");
  EXPECT_EQ(greeting("demo"), "Hello");
  ASSERT_EQ(keeper->state().unservable.size(), 1U);
  EXPECT_EQ(keeper->state().problem, "");
}

TEST_F(TenantsScene, ADraftAnswersItsOwnNumberAndIsHeardApart) {
  auto draft = definition("demo", "Draft hello");
  draft.numbers = {"try-demo"};
  store.put(definition("demo", "Hello"), draft);
  ASSERT_TRUE(load());
  EXPECT_EQ(directory.by_number("try-demo")->definition->greeting, "Draft hello");
  EXPECT_TRUE(directory.by_number("try-demo")->definition->draft);
  EXPECT_EQ(greeting("demo"), "Hello");
  EXPECT_EQ(ear.learned, (std::vector<std::string>{"demo", "demo (draft)"}));
}

TEST_F(TenantsScene, WithoutADatabaseTheLastConfigurationIsServedUntilItIsBack) {
  store.put(definition("demo", "Hello"));
  ASSERT_TRUE(load());
  make_keeper();
  store.away = true;
  clock.advance(std::chrono::minutes{5});
  ASSERT_TRUE(load());
  EXPECT_EQ(greeting("demo"), "Hello");
  EXPECT_EQ(keeper->state().source, "last configuration on disk");
  EXPECT_NE(keeper->state().problem.find("5 minutes"), std::string::npos) << keeper->state().problem;
  run();
  store.put(definition("demo", "Back"));
  store.away = false;
  clock.advance(std::chrono::seconds{3});
  EXPECT_EQ(greeting("demo"), "Back");
  EXPECT_EQ(keeper->state().source, "database");
  EXPECT_EQ(keeper->state().problem, "");
}

TEST_F(TenantsScene, WhatOnlyTheLastConfigurationHadGoesWhenTheDatabaseIsBack) {
  store.put(definition("demo", "Hello"));
  store.put(definition("gone", "Hi"));
  ASSERT_TRUE(load());
  make_keeper();
  store.away = true;
  ASSERT_TRUE(load());
  ASSERT_TRUE(directory.by_key({"gone"}));
  run();
  store.remove_tenant("gone");
  store.away = false;
  clock.advance(std::chrono::seconds{3});
  EXPECT_FALSE(directory.by_key({"gone"}));
}

TEST_F(TenantsScene, WithNothingOnDiskTheFilesAreServed) {
  store.away = true;
  std::ofstream(files + "/demo.yaml") << "organization: { key: demo, name: Demo, voice: slt }\nnumbers: [demo]\n"
                                         "greeting: \"From a file\"\n";
  ASSERT_TRUE(load());
  EXPECT_EQ(greeting("demo"), "From a file");
  EXPECT_EQ(keeper->state().source, "files");
}

TEST_F(TenantsScene, WithNothingAtAllEveryReasonIsTold) {
  store.away = true;
  const auto loaded = load();
  ASSERT_FALSE(loaded);
  EXPECT_NE(loaded.error().message.find("no database"), std::string::npos);
  EXPECT_NE(loaded.error().message.find("no last configuration"), std::string::npos);
  EXPECT_NE(loaded.error().message.find(files), std::string::npos);
}

TEST_F(TenantsScene, AnEmptyDatabaseSaysWhatFillsIt) {
  const auto loaded = load();
  ASSERT_FALSE(loaded);
  EXPECT_NE(loaded.error().message.find("parley seed"), std::string::npos);
}

}  // namespace
}  // namespace parley::test
