// SPDX-License-Identifier: Apache-2.0
#include "once.hpp"

#include "api_scene.hpp"

namespace parley {
namespace {

using namespace std::chrono_literals;
using test::ApiAnswer;
using test::ApiScene;

ApiAnswer send(ApiScene& scene, const std::string& target, const std::string& body, const std::string& once,
               const std::string& key = ApiScene::kDemo) {
  return scene.ask({"POST", target, key, body, {{"Idempotency-Key", once}}});
}

const char* const kNumber = R"({"number":"+15550199"})";
const char* const kNumbers = "/v1/organizations/demo/numbers";

TEST(Once, TheSameRequestIsDoneOnceAndAnsweredAgain) {
  ApiScene scene;
  const auto first = send(scene, kNumbers, kNumber, "k1");
  const auto again = send(scene, kNumbers, kNumber, "k1");
  EXPECT_EQ(first.status(), 201U);
  EXPECT_EQ(again.status(), 201U);
  EXPECT_EQ(again.response.body, first.response.body);
  EXPECT_EQ(again.header("Idempotency-Replayed"), "true");
  EXPECT_EQ(again.header("Content-Type"), "application/json");
  EXPECT_EQ(first.header("Idempotency-Replayed"), "");
  EXPECT_EQ(scene.store.number_rows[OrganizationKey{"demo"}].size(), 3U);
}

TEST(Once, AnotherRequestUnderTheSameKeyIsAMistake) {
  ApiScene scene;
  send(scene, kNumbers, kNumber, "k1");
  EXPECT_EQ(send(scene, kNumbers, R"({"number":"+15550198"})", "k1").code(), "idempotency_key_reused");
  EXPECT_EQ(send(scene, "/v1/calls/erase", kNumber, "k1").code(), "idempotency_key_reused");
  EXPECT_EQ(
      send(scene, "/v1/organizations/other/numbers", R"({"number":"+15550197"})", "k1", ApiScene::kOther).status(),
      201U)
      << "keys of different clients never meet";
}

TEST(Once, WhatIsStillRunningIsToldSo) {
  ApiScene scene;
  send(scene, kNumbers, kNumber, "k1");
  auto& answer = scene.keys.answers.begin()->second;
  answer.running = true;
  EXPECT_EQ(send(scene, kNumbers, kNumber, "k1").code(), "still_running");
}

TEST(Once, WhatWasRefusedMayBeTriedAgain) {
  ApiScene scene;
  EXPECT_EQ(send(scene, kNumbers, R"({"number":"demo"})", "k1").status(), 409U);
  EXPECT_TRUE(scene.keys.answers.empty());
  EXPECT_EQ(send(scene, kNumbers, kNumber, "k1").status(), 201U);
}

TEST(Once, AKeyIsNeverRememberedWithItsSecret) {
  ApiScene scene;
  const std::string body = R"({"name":"n","scopes":["calls:read"]})";
  const auto first = send(scene, "/v1/keys", body, "k1");
  const auto text = first.json()["key"].get<std::string>();
  const auto again = send(scene, "/v1/keys", body, "k1");
  EXPECT_TRUE(again.json()["key"].is_null());
  EXPECT_EQ(again.json()["id"], first.json()["id"]);
  EXPECT_EQ(scene.keys.answers.begin()->second.body.find(text), std::string::npos);
}

TEST(Once, TheKeyIsATextOfSaneLength) {
  ApiScene scene;
  EXPECT_EQ(send(scene, kNumbers, kNumber, "").code(), "invalid_idempotency_key");
  EXPECT_EQ(send(scene, kNumbers, kNumber, std::string(256, 'k')).code(), "invalid_idempotency_key");
}

TEST(Once, WithoutADatabaseMemoryRemembersActionsOnCalls) {
  for (const bool with_store : {false, true}) {
    ApiScene scene(with_store);
    if (with_store) scene.keys.away = Error{Fault::timed_out, "hangs"};
    scene.act_answer = {};
    const auto target = "/v1/calls/" + test::call_id(1).to_string() + "/actions";
    EXPECT_EQ(send(scene, target, R"({"type":"end"})", "k1").status(), 202U);
    EXPECT_EQ(send(scene, target, R"({"type":"end"})", "k1").header("Idempotency-Replayed"), "true");
    EXPECT_EQ(scene.acted.size(), 1U);
  }
}

TEST(Once, AChangeIsNotMadeWhenNobodyCanRememberIt) {
  ApiScene scene;
  scene.keys.away = Error{Fault::timed_out, "hangs"};
  EXPECT_EQ(send(scene, kNumbers, kNumber, "k1").status(), 503U);
  EXPECT_EQ(scene.store.number_rows[OrganizationKey{"demo"}].size(), 2U);
}

TEST(OnceBook, ForgetsAfterADayAndWhatNeverEnded) {
  asio::io_context loop;
  test::ManualClock clock(loop);
  OnceBook book(8, clock);
  EXPECT_FALSE(book.begin("a", "k", "1"));
  EXPECT_TRUE(book.begin("a", "k", "1")->running);
  clock.advance(61s);
  EXPECT_FALSE(book.begin("a", "k", "1")) << "it has been running for too long to be true";
  RememberedAnswer answer;
  answer.status = 200;
  book.end("a", "k", answer);
  clock.advance(23h);
  EXPECT_EQ(book.begin("a", "k", "1")->status, 200U);
  clock.advance(1h);
  EXPECT_FALSE(book.begin("a", "k", "1"));
}

TEST(OnceBook, IsBounded) {
  asio::io_context loop;
  test::ManualClock clock(loop);
  OnceBook book(2, clock);
  for (const char* key : {"1", "2", "3"}) EXPECT_FALSE(book.begin("a", key, "x"));
  EXPECT_FALSE(book.begin("a", "1", "x")) << "the oldest gave way";
  EXPECT_TRUE(book.begin("a", "3", "x"));
}

}  // namespace
}  // namespace parley
