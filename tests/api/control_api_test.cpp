// SPDX-License-Identifier: Apache-2.0
#include "parley/api/control_api.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "support/call_records.hpp"
#include "support/raw_client.hpp"
#include "support/served_http.hpp"

namespace parley {
namespace {

using nlohmann::json;
using test::call_id;
using test::finished;
using test::record_of;

struct Answer {
  std::string head;
  std::string body;
  json parsed() const { return json::parse(body); }
  bool has(const std::string& part) const { return head.find(part) != std::string::npos; }
  int status() const { return std::stoi(head.substr(9, 3)); }
};

class ControlApiTest : public ::testing::Test {
 protected:
  ControlApiTest() {
    node_.configured = node_.call_slot_free = node_.rtp_port_free = true;
    ControlApi::Parts parts;
    Organization demo;
    demo.key = {"demo"};
    demo.name = "Demo & Co";
    demo.numbers = {"demo", "+1555"};
    Organization hidden;
    hidden.key = {"hidden"};
    EXPECT_TRUE(organizations_.serve({{std::make_shared<const Organization>(demo), nullptr},
                                      {std::make_shared<const Organization>(hidden), nullptr}}));
    parts.calls = calls_.get();
    parts.organizations = &organizations_;
    parts.meters = meters_.get();
    parts.node = [this] { return node_; };
    parts.keys = {{"demo-key-of-the-test", {"demo"}}, {"other-key-of-the-test", {"other"}}};
    parts.build = {"1.2.3", "abc"};
    api_ = std::make_unique<ControlApi>(std::move(parts));
    HttpServerOptions options;
    options.problem = ControlApi::problem;
    served_ = std::make_unique<test::ServedHttp>(api_->routes(), std::move(options));
  }

  Answer ask(const std::string& request) const {
    test::RawClient client(served_->port());
    client.send(request);
    const auto text = client.response();
    const auto end = text.find("\r\n\r\n") + 4;
    return {text.substr(0, end), text.substr(end)};
  }
  Answer get(const std::string& target, const std::string& more = "") const {
    return ask("GET " + target + " HTTP/1.1\r\nHost: x\r\nX-Request-Id: r1\r\n" + more + "\r\n");
  }
  Answer get_as(const std::string& organization, const std::string& target, const std::string& more = "") const {
    return get(target, "Authorization: Bearer " + organization + "-key-of-the-test\r\n" + more);
  }

  NodeState node_;
  OrganizationDirectory organizations_;
  std::unique_ptr<RecentCalls> calls_ = create_recent_calls(100);
  std::unique_ptr<MeterRegistry> meters_ = create_meters({"1.2.3", "abc"});
  std::unique_ptr<ControlApi> api_;
  std::unique_ptr<test::ServedHttp> served_;
};

TEST_F(ControlApiTest, HealthAndMetricsNeedNoKey) {
  EXPECT_EQ(get("/livez").body, "ok\n");
  EXPECT_EQ(get("/readyz").status(), 200);
  const auto metrics = get("/metrics");
  EXPECT_TRUE(metrics.has("Content-Type: text/plain; version=0.0.4; charset=utf-8\r\n"));
  EXPECT_NE(metrics.body.find("parley_build_info{commit=\"abc\",version=\"1.2.3\"} 1"), std::string::npos);
  const auto open = get("/metrics", "Accept: application/openmetrics-text\r\n");
  EXPECT_TRUE(open.has("Content-Type: application/openmetrics-text; version=1.0.0; charset=utf-8\r\n"));
  EXPECT_TRUE(open.body.ends_with("# EOF\n"));
  EXPECT_NE(get("/").body.find("/readyz?verbose"), std::string::npos);
}

TEST_F(ControlApiTest, ListsTheOrganizationsThatTheKeyMaySee) {
  EXPECT_EQ(get("/v1/organizations").status(), 401);
  const auto listed = get_as("demo", "/v1/organizations");
  EXPECT_EQ(listed.status(), 200);
  EXPECT_EQ(listed.parsed(), json::parse(R"({"data":[{"key":"demo","name":"Demo & Co","numbers":["demo","+1555"]}],
                                             "next_cursor":null})"));
  EXPECT_EQ(get_as("other", "/v1/organizations").parsed()["data"], json::array()) << "not served any more";
}

TEST_F(ControlApiTest, ServesThePageAndNothingBesideIt) {
  const auto page = get("/try");
  EXPECT_EQ(page.status(), 200);
  EXPECT_TRUE(page.has("Content-Type: text/html; charset=utf-8\r\n"));
  EXPECT_TRUE(page.has("Content-Security-Policy: default-src 'none';"));
  EXPECT_EQ(get("/try/try.js").status(), 200);
  EXPECT_EQ(get("/try/nothing.js").parsed()["code"], "not_found");
  EXPECT_EQ(get("/try/..%2Fcontrol_api.cpp").status(), 404);
}

TEST_F(ControlApiTest, ReadinessTellsReasonsAndTheChain) {
  node_.links = {{"recogniser", LinkNeed::essential, {LinkState::broken, "", "no model", "scripts/setup"}},
                 {"call_log", LinkNeed::optional, {LinkState::degraded, "", "late", ""}}};
  const auto answer = get("/readyz?verbose");
  EXPECT_EQ(answer.status(), 503);
  EXPECT_TRUE(answer.has("Retry-After: "));
  const auto body = answer.parsed();
  EXPECT_EQ(body["ready"], false);
  EXPECT_EQ(body["reasons"], json({"no_engine: recogniser"}));
  EXPECT_EQ(body["degraded"], json({"call_log"}));
  EXPECT_EQ(body["chain"][0]["remedy"], "scripts/setup");
  EXPECT_EQ(body["chain"][0]["state"], "broken");
  EXPECT_TRUE(body["chain"][1]["remedy"].is_null());
  EXPECT_FALSE(get("/readyz").parsed().contains("chain"));
}

TEST_F(ControlApiTest, WithoutAKnownKeyNothingIsShown) {
  calls_->remember(record_of(1));
  for (const auto& target : {std::string("/v1/calls"), "/v1/calls/" + call_id(1).to_string(),
                             "/v1/calls/" + call_id(1).to_string() + "/recording", std::string("/v1/callbacks")}) {
    for (const char* header :
         {"", "Authorization: Bearer wrong\r\n", "Authorization: Basic demo-key-of-the-test\r\n"}) {
      const auto answer = get(target, header);
      EXPECT_EQ(answer.status(), 401) << target;
      EXPECT_TRUE(answer.has("WWW-Authenticate: Bearer"));
      EXPECT_TRUE(answer.has("Content-Type: application/problem+json\r\n"));
      EXPECT_EQ(answer.parsed()["code"], "unauthorized");
      EXPECT_EQ(answer.body.find("+15550123"), std::string::npos);
    }
  }
}

TEST_F(ControlApiTest, ACallIsShownToItsOrganizationOnly) {
  calls_->remember(finished(record_of(1)));
  const auto target = "/v1/calls/" + call_id(1).to_string();
  const auto answer = get_as("demo", target);
  EXPECT_EQ(answer.status(), 200);
  EXPECT_EQ(answer.parsed()["id"], call_id(1).to_string());
  EXPECT_EQ(answer.parsed()["end_reason"], "caller_hung_up");
  const auto foreign = get_as("other", target);
  const auto unknown = get_as("other", "/v1/calls/" + call_id(2).to_string());
  EXPECT_EQ(foreign.status(), 404);
  auto body = foreign.parsed();
  auto unknown_body = unknown.parsed();
  body.erase("instance");
  unknown_body.erase("instance");
  EXPECT_EQ(body, unknown_body) << "a foreign call looks like one that never was";
  EXPECT_EQ(get_as("demo", "/v1/calls/not-an-id").status(), 404);
}

TEST_F(ControlApiTest, ListsPageByPage) {
  for (std::uint8_t i = 1; i <= 5; ++i) calls_->remember(i == 2 ? record_of(i) : finished(record_of(i)));
  calls_->remember(record_of(9, "other"));
  auto page = get_as("demo", "/v1/calls?limit=3").parsed();
  ASSERT_EQ(page["data"].size(), 3U);
  EXPECT_EQ(page["data"][0]["id"], call_id(5).to_string());
  page = get_as("demo", "/v1/calls?limit=3&cursor=" + page["next_cursor"].get<std::string>()).parsed();
  ASSERT_EQ(page["data"].size(), 2U);
  EXPECT_EQ(page["data"][1]["id"], call_id(1).to_string());
  EXPECT_TRUE(page["next_cursor"].is_null());
  const auto live = get_as("demo", "/v1/calls?state=live").parsed();
  ASSERT_EQ(live["data"].size(), 1U);
  EXPECT_EQ(live["data"][0]["id"], call_id(2).to_string());
}

TEST_F(ControlApiTest, WrongParametersAreNamed) {
  for (const auto& [target, code] :
       {std::pair{"/v1/calls?limit=0", "invalid_limit"}, std::pair{"/v1/calls?limit=501", "invalid_limit"},
        std::pair{"/v1/calls?limit=x", "invalid_limit"}, std::pair{"/v1/calls?limit=", "invalid_limit"},
        std::pair{"/v1/calls?cursor=x", "invalid_cursor"}, std::pair{"/v1/calls?state=dead", "invalid_state"}}) {
    const auto answer = get_as("demo", target);
    EXPECT_EQ(answer.status(), 400) << target;
    EXPECT_EQ(answer.parsed()["code"], code) << target;
  }
}

TEST_F(ControlApiTest, ProblemsHaveEveryMember) {
  const auto body = get("/absent").parsed();
  EXPECT_EQ(body, (json{{"type", "about:blank"},
                        {"title", "Not Found"},
                        {"status", 404},
                        {"detail", "Nothing is served at this path."},
                        {"instance", "/absent"},
                        {"code", "not_found"},
                        {"request_id", "r1"}}));
  const auto answer = ask("DELETE /v1/calls HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(answer.status(), 405);
  EXPECT_TRUE(answer.has("Allow: GET, HEAD\r\n") && answer.has("application/problem+json"));
}

TEST_F(ControlApiTest, ARecordingIsServedInRanges) {
  const std::string path = ::testing::TempDir() + "control_api_recording.wav";
  std::ofstream(path) << "RIFF0123456789";
  auto record = finished(record_of(1));
  record.recording_path = path;
  calls_->remember(record);
  calls_->remember(finished(record_of(2)));
  const auto target = "/v1/calls/" + call_id(1).to_string() + "/recording";
  const auto whole = get_as("demo", target);
  EXPECT_EQ(whole.body, "RIFF0123456789");
  EXPECT_TRUE(whole.has("Content-Type: audio/wav\r\n"));
  const auto part = get_as("demo", target, "Range: bytes=4-7\r\n");
  EXPECT_EQ(part.status(), 206);
  EXPECT_EQ(part.body, "0123");
  EXPECT_EQ(get_as("other", target).status(), 404);
  EXPECT_EQ(get_as("demo", "/v1/calls/" + call_id(2).to_string() + "/recording").parsed()["code"], "no_recording");
  std::filesystem::remove(path);
  EXPECT_EQ(get_as("demo", target).status(), 404);
}

TEST_F(ControlApiTest, CallbacksAreListedForTheirOrganization) {
  Callback callback;
  callback.call = call_id(1);
  callback.organization = OrganizationKey{"demo"};
  callback.number = "+15550123";
  calls_->remember_callback(callback);
  EXPECT_EQ(get_as("demo", "/v1/callbacks").parsed()["data"][0]["number"], "+15550123");
  EXPECT_TRUE(get_as("other", "/v1/callbacks").parsed()["data"].empty());
}

TEST_F(ControlApiTest, BytesThatAreNoUtf8DoNotBreakTheAnswer) {
  auto record = record_of(1);
  record.from = "\xff\xfe";
  calls_->remember(record);
  EXPECT_EQ(get_as("demo", "/v1/calls/" + call_id(1).to_string()).parsed()["from"], "\xef\xbf\xbd\xef\xbf\xbd");
  EXPECT_EQ(get("/%ff%fe").parsed()["instance"], "/\xef\xbf\xbd\xef\xbf\xbd");
}

}  // namespace
}  // namespace parley
