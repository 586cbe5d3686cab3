// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <fstream>

#include "api_scene.hpp"
#include "support/fake_cluster.hpp"

namespace parley {
namespace {

using test::ApiScene;
using test::call_id;
using test::finished;
using test::record_of;

std::string target_of(std::uint8_t number, const std::string& more = "") {
  return "/v1/calls/" + call_id(number).to_string() + more;
}

CallRecord on(const std::string& node, CallRecord record) {
  record.node = node;
  return record;
}

std::vector<int> numbers(const Json& page) {
  std::vector<int> found;
  for (const auto& call : page["data"])
    found.push_back(CallId::parse(call["id"].get<std::string>())->uuid().bytes()[15]);
  return found;
}

TEST(CallsApi, ACallIsShownToItsOrganizationOnly) {
  ApiScene scene;
  scene.recent->remember(finished(record_of(1)));
  const auto shown = scene.get(target_of(1)).json();
  EXPECT_EQ(shown["end_reason"], "caller_hung_up");
  EXPECT_EQ(shown["kept"], "memory");
  auto foreign = scene.get(target_of(1), ApiScene::kOther).json();
  auto unknown = scene.get(target_of(2), ApiScene::kOther).json();
  foreign.erase("instance");
  unknown.erase("instance");
  EXPECT_EQ(foreign, unknown) << "a foreign call looks like one that never was";
  EXPECT_EQ(scene.get("/v1/calls/not-an-id").status(), 404U);
}

TEST(CallsApi, ListsPageByPage) {
  ApiScene scene;
  for (std::uint8_t i = 1; i <= 5; ++i) scene.recent->remember(i == 2 ? record_of(i) : finished(record_of(i)));
  scene.recent->remember(record_of(9, "other"));
  auto page = scene.get("/v1/calls?limit=3").json();
  EXPECT_EQ(numbers(page), (std::vector<int>{5, 4, 3}));
  EXPECT_EQ(page["whole"], true);
  page = scene.get("/v1/calls?limit=3&cursor=" + page["next_cursor"].get<std::string>()).json();
  EXPECT_EQ(numbers(page), (std::vector<int>{2, 1}));
  EXPECT_TRUE(page["next_cursor"].is_null());
  EXPECT_EQ(numbers(scene.get("/v1/calls?state=live").json()), (std::vector<int>{2}));
}

TEST(CallsApi, SearchesByEverythingThatIsAskedFor) {
  ApiScene scene;
  for (std::uint8_t i = 1; i <= 3; ++i) {
    auto record = finished(record_of(i));
    if (i == 2) record.from = "+15550777";
    if (i == 3) record.end_reason = CallEnd::silence;
    TurnRecord turn;
    turn.number = 1;
    turn.caller = CallerSaid{i == 1 ? "my furnace is cold" : "what are your hours", 1, 0, 1, ""};
    record.turns = {turn};
    scene.recent->remember(record);
  }
  EXPECT_EQ(numbers(scene.get("/v1/calls?number=0777").json()), (std::vector<int>{2}));
  EXPECT_EQ(numbers(scene.get("/v1/calls?text=Furnace").json()), (std::vector<int>{1}));
  EXPECT_EQ(numbers(scene.get("/v1/calls?end_reason=silence").json()), (std::vector<int>{3}));
  EXPECT_EQ(numbers(scene.get("/v1/calls?from=1970-01-01T00:16:42Z").json()), (std::vector<int>{3, 2}));
  EXPECT_EQ(numbers(scene.get("/v1/calls?before=1970-01-01T01:16:42%2B01:00").json()), (std::vector<int>{1}));
}

TEST(CallsApi, WrongParametersAreNamed) {
  ApiScene scene;
  for (const auto& [query, code] :
       {std::pair{"limit=0", "invalid_limit"}, std::pair{"limit=501", "invalid_limit"},
        std::pair{"limit=x", "invalid_limit"}, std::pair{"limit=", "invalid_limit"},
        std::pair{"limit=-1", "invalid_limit"}, std::pair{"limit=99999999999999999999", "invalid_limit"},
        std::pair{"cursor=x", "invalid_cursor"}, std::pair{"state=dead", "invalid_state"},
        std::pair{"end_reason=boredom", "invalid_end_reason"}, std::pair{"from=yesterday", "invalid_from"},
        std::pair{"before=2026-01-01", "invalid_before"}, std::pair{"number=", "invalid_number"},
        std::pair{"text=%ff", "invalid_text"}}) {
    const auto answer = scene.get(std::string("/v1/calls?") + query);
    EXPECT_EQ(answer.status(), 400U) << query;
    EXPECT_EQ(answer.code(), code) << query;
  }
}

TEST(CallsApi, LiveCallsOfAllInstancesAreOneList) {
  ApiScene scene;
  test::FakeLiveSessions live;
  test::FakeClusterChannel channel;
  scene.parts().live = &live;
  scene.parts().cluster = &channel;
  scene.recent->remember(on("node-a", record_of(1)));
  live.others = {on("node-b", record_of(2)), on("node-b", record_of(3, "other"))};
  EXPECT_EQ(numbers(scene.get("/v1/calls?state=live").json()), (std::vector<int>{2, 1}));
  EXPECT_EQ(scene.get(target_of(2)).json()["node"], "node-b");
  EXPECT_EQ(scene.get(target_of(3)).status(), 404U) << "another organization's";
  EXPECT_EQ(scene.get("/v1/node", ApiScene::kInstallation).json()["others"], Json::parse(R"([{"id":"node-b"}])"));
  live.away = true;
  const auto partly = scene.get("/v1/calls?state=live").json();
  EXPECT_EQ(numbers(partly), (std::vector<int>{1}));
  EXPECT_EQ(partly["whole"], false);
  EXPECT_EQ(scene.get(target_of(1)).status(), 200U) << "the own ones need no Redis";
  EXPECT_EQ(scene.get("/v1/node", ApiScene::kInstallation).json()["whole"], false);
}

TEST(CallsApi, ARecordingIsServedWhereItIs) {
  const std::string path = ::testing::TempDir() + "calls_api_recording.wav";
  std::ofstream(path) << "RIFF0123456789";
  ApiScene scene;
  auto record = on("node-a", finished(record_of(1)));
  record.recording_path = path;
  scene.recent->remember(record);
  scene.recent->remember(finished(record_of(2)));
  auto elsewhere = on("node-b", finished(record_of(3)));
  elsewhere.recording_path = "/nowhere/at/all.wav";
  scene.recent->remember(elsewhere);
  const auto whole = scene.get(target_of(1, "/recording"));
  ASSERT_TRUE(whole.response.file);
  EXPECT_EQ(whole.response.file->path, path);
  EXPECT_EQ(scene.get(target_of(1, "/recording"), ApiScene::kOther).status(), 404U);
  EXPECT_EQ(scene.get(target_of(2, "/recording")).code(), "no_recording");
  EXPECT_EQ(scene.get(target_of(3, "/recording")).code(), "recording_elsewhere");
  std::filesystem::remove(path);
}

TEST(CallsApi, ATraceSaysWhereTheTimeWent) {
  ApiScene scene;
  auto record = finished(record_of(1));
  record.answered_at = record.started_at;
  scene.recent->remember(record);
  const auto trace = scene.get(target_of(1, "/trace")).json();
  EXPECT_EQ(trace["spans"][1], Json::parse(R"({"turn":0,"name":"talk","start_ms":0.0,"duration_ms":30000.0})"));
  EXPECT_EQ(scene.get(target_of(1, "/trace"), ApiScene::kOther).status(), 404U);
}

TEST(CallsApi, ACallThatRunsIsNotErased) {
  ApiScene scene;
  scene.recent->remember(record_of(1));
  const auto answer = scene.ask({"DELETE", target_of(1), ApiScene::kDemo, "", {}});
  EXPECT_EQ(answer.status(), 409U);
  EXPECT_EQ(answer.code(), "call_is_live");
  EXPECT_EQ(scene.ask({"DELETE", target_of(1), ApiScene::kOther, "", {}}).status(), 404U);
}

TEST(CallsApi, NothingIsErasedForGoodWithoutADatabase) {
  ApiScene scene;
  scene.recent->remember(finished(record_of(1)));
  EXPECT_EQ(scene.ask({"DELETE", target_of(1), ApiScene::kDemo, "", {}}).code(), "store_unavailable");
  EXPECT_EQ(scene.post("/v1/calls/erase", R"({"number":"+15550123"})").code(), "store_unavailable");
  EXPECT_EQ(scene.get(target_of(1)).status(), 200U);
}

TEST(CallsApi, BytesThatAreNoUtf8DoNotBreakTheAnswer) {
  ApiScene scene;
  auto record = record_of(1);
  record.from = "\xff\xfe";
  scene.recent->remember(record);
  EXPECT_EQ(scene.get(target_of(1)).json()["from"], "\xef\xbf\xbd\xef\xbf\xbd");
}

}  // namespace
}  // namespace parley
