// SPDX-License-Identifier: Apache-2.0
#include "parley/api/access.hpp"

#include <gtest/gtest.h>

#include <array>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>

#include "key_text.hpp"
#include "parley/core/sha256.hpp"
#include "support/manual_clock.hpp"
#include "support/memory_stores.hpp"

namespace parley {
namespace {

using namespace std::chrono_literals;

class AccessTest : public ::testing::Test {
 protected:
  // A stored key of `organization` and its text.
  std::string add(std::uint32_t number, const std::string& organization = "demo") {
    StoredKey key;
    key.id = test::numbered_uuid(number);
    key.organization = {organization};
    key.scopes = {"calls:read"};
    std::array<std::uint8_t, 24> secret{};
    secret[0] = static_cast<std::uint8_t>(number);
    const auto text = make_key_text(*Uuid::parse(key.id), secret);
    key.secret_sha256 = sha256_hex(text);
    store.stored[key.id] = key;
    return text;
  }
  Identification identify(const std::string& token) {
    std::optional<Identification> answer;
    asio::co_spawn(loop, access.identify(token),
                   [&](std::exception_ptr, Identification who) { answer = std::move(who); });
    clock.drain();
    return *answer;
  }
  static NotIdentified reason(const Identification& answer) { return std::get<NotIdentified>(answer); }
  static const Identity& who(const Identification& answer) { return std::get<Identity>(answer); }

  asio::io_context loop;
  test::ManualClock clock{loop};
  test::MemoryAccessStore store;
  Access access{{{{"configured", {"demo"}}, {"master", {}}}, &store, clock, Log()}};
};

TEST_F(AccessTest, KeysOfTheConfigurationNeedNoDatabase) {
  store.away = Error{Fault::unavailable, "gone"};
  const auto demo = identify("configured");
  EXPECT_EQ(who(demo).organization.value, "demo");
  EXPECT_EQ(who(demo).actor, "demo key");
  EXPECT_FALSE(who(demo).scopes.has(Scope::node_manage));
  EXPECT_FALSE(who(demo).sees(OrganizationKey{"other"}));
  const auto master = identify("master");
  EXPECT_TRUE(who(master).of_installation());
  EXPECT_TRUE(who(master).scopes.has(Scope::node_manage));
  EXPECT_TRUE(who(master).sees(OrganizationKey{"other"}));
  EXPECT_EQ(store.looked_up, 0);
}

TEST_F(AccessTest, AStoredKeyIsKnownByItsHash) {
  const auto text = add(1);
  const auto answer = identify(text);
  EXPECT_EQ(who(answer).actor, "key " + test::numbered_uuid(1));
  EXPECT_EQ(who(answer).scopes.names(), std::vector<std::string>{"calls:read"});
  auto wrong = text;
  wrong.back() = wrong.back() == '0' ? '1' : '0';
  EXPECT_EQ(reason(identify(wrong)), NotIdentified::unknown);
  for (const char* other : {"", "configure", "parley_", "master "}) {
    EXPECT_EQ(reason(identify(other)), NotIdentified::unknown) << other;
  }
}

TEST_F(AccessTest, OnlyTheRightSecretLearnsThatAKeyHasEnded) {
  const auto text = add(1);
  auto& key = store.stored.begin()->second;
  key.expires_at = clock.wall_now();
  EXPECT_EQ(reason(identify(text)), NotIdentified::expired);
  key.revoked_at = clock.wall_now();
  EXPECT_EQ(reason(identify(text)), NotIdentified::revoked);
  auto wrong = text;
  wrong.back() = wrong.back() == '0' ? '1' : '0';
  EXPECT_EQ(reason(identify(wrong)), NotIdentified::unknown);
}

TEST_F(AccessTest, IsRememberedForHalfAMinuteAndNoLonger) {
  const auto text = add(1);
  identify(text);
  store.away = Error{Fault::timed_out, "hangs"};
  clock.advance(29s);
  EXPECT_TRUE(std::holds_alternative<Identity>(identify(text)));
  EXPECT_EQ(store.looked_up, 1);
  clock.advance(2s);
  EXPECT_EQ(reason(identify(text)), NotIdentified::unavailable) << "never 'unauthorized' when the database is away";
}

TEST_F(AccessTest, ExpiresWhileItIsRemembered) {
  const auto text = add(1);
  store.stored.begin()->second.expires_at = clock.wall_now() + 5s;
  EXPECT_TRUE(std::holds_alternative<Identity>(identify(text)));
  clock.advance(6s);
  EXPECT_EQ(reason(identify(text)), NotIdentified::expired);
}

TEST_F(AccessTest, ForgetsWhenItIsTold) {
  const auto text = add(1);
  identify(text);
  store.stored.begin()->second.revoked_at = clock.wall_now();
  EXPECT_TRUE(std::holds_alternative<Identity>(identify(text)));
  access.forget();
  EXPECT_EQ(reason(identify(text)), NotIdentified::revoked);
}

TEST_F(AccessTest, TellsLastUsesInBatches) {
  const auto first = add(1);
  const auto second = add(2);
  asio::cancellation_signal stop;
  asio::co_spawn(loop, access.run(), asio::bind_cancellation_slot(stop.slot(), [](std::exception_ptr) {}));
  identify(first);
  clock.advance(1s);
  identify(first);
  identify(second);
  EXPECT_TRUE(store.uses.empty());
  clock.advance(15s);
  EXPECT_EQ(store.uses.size(), 2U);
  EXPECT_EQ(store.uses[test::numbered_uuid(1)], store.uses[test::numbered_uuid(2)]);
  stop.emit(asio::cancellation_type::terminal);
  clock.drain();
}

TEST_F(AccessTest, IsBounded) {
  std::vector<std::string> texts;
  for (std::uint32_t i = 1; i <= 5000; ++i) texts.push_back(add(i));
  for (const auto& text : texts) identify(text);
  const int before = store.looked_up;
  identify(texts.front());
  EXPECT_EQ(store.looked_up, before + 1) << "the first ones gave way";
}

}  // namespace
}  // namespace parley
