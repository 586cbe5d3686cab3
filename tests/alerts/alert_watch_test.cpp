// SPDX-License-Identifier: Apache-2.0
#include "parley/alerts/alert_watch.hpp"

#include <gtest/gtest.h>

#include <boost/asio/use_future.hpp>
#include <map>
#include <mutex>

#include "parley/async/spawnable.hpp"
#include "parley/core/base64.hpp"
#include "parley/core/sha256.hpp"
#include "support/manual_clock.hpp"
#include "support/plain_meters.hpp"
#include "support/served_http.hpp"

namespace parley {
namespace {

// Keeps what it is told; every change is told once, whatever the time.
class MemoryAlertStore final : public AlertStore {
 public:
  std::map<OrganizationKey, AlertFacts> known;
  std::map<OrganizationKey, std::vector<AlertRow>> rows;
  std::vector<AlertRow> untold;
  std::vector<std::string> put_back_ids;
  std::optional<Error> away;
  std::vector<bool> cost_asked;

  Task<Result<AlertFacts>> facts(OrganizationKey organization, bool with_cost) override {
    if (away) co_return *away;
    if (!organization.value.empty()) cost_asked.push_back(with_cost);
    auto facts = known[organization];
    for (const auto& row : rows[organization])
      if (row.state == "open") facts.open.push_back(row);
    co_return facts;
  }
  Task<Result<void>> change(OrganizationKey organization, std::vector<AlertRow> raised,
                            std::vector<std::pair<std::string, std::string>> resolved) override {
    for (auto& row : rows[organization]) {
      for (const auto& [kind, subject] : resolved) {
        if (row.kind != kind || row.subject != subject || row.state != "open") continue;
        row.state = "resolved";
        untold.push_back(row);
      }
    }
    for (auto& row : raised) {
      row.id = "id-" + std::to_string(++made_);
      row.state = "open";
      row.organization = organization;
      rows[organization].push_back(row);
      untold.push_back(row);
    }
    co_return Result<void>();
  }
  Task<Result<std::vector<AlertRow>>> take_untold(OrganizationKey organization) override {
    std::vector<AlertRow> taken;
    std::vector<AlertRow> rest;
    for (auto& row : untold) (row.organization == organization ? taken : rest).push_back(row);
    untold = std::move(rest);
    co_return taken;
  }
  Task<Result<void>> put_back(OrganizationKey, std::string id, std::chrono::seconds) override {
    put_back_ids.push_back(std::move(id));
    co_return Result<void>();
  }
  Task<Result<AlertPage>> list(OrganizationKey, std::string, std::size_t, std::string) override {
    co_return Error{Fault::unsupported, "not asked"};
  }
  Task<Result<AlertRow>> resolve(OrganizationKey, std::string, ChangeNote) override {
    co_return Error{Fault::unsupported, "not asked"};
  }

 private:
  int made_ = 0;
};

class AlertWatching : public ::testing::Test {
 protected:
  AlertWatch& watch() {
    if (!watch_) {
      AlertWatch::Parts parts{store_, http_, clock_, Log(), meters_};
      parts.node = "node-a";
      parts.embedding_budget_usd = 1;
      parts.webhook = place_;
      parts.organizations = [] { return std::vector<AlertWatch::Watched>{{{"demo"}, 0.98}, {{"other"}, 0.9}}; };
      parts.router = [this] { return counts_; };
      watch_ = std::make_unique<AlertWatch>(std::move(parts));
    }
    return *watch_;
  }
  // Time passes quickly while the look waits.
  void look() {
    auto done = asio::co_spawn(loop_, watch().look(), asio::use_future);
    while (done.wait_for(std::chrono::seconds{0}) != std::future_status::ready) {
      loop_.restart();
      loop_.run_for(std::chrono::milliseconds{200});
      if (done.wait_for(std::chrono::seconds{0}) != std::future_status::ready) clock_.advance(std::chrono::seconds{1});
    }
    done.get();
  }
  std::vector<std::string> open(const OrganizationKey& organization) {
    std::vector<std::string> kinds;
    for (const auto& row : store_.rows[organization])
      if (row.state == "open") kinds.push_back(row.kind);
    return kinds;
  }
  std::int64_t gauge(const std::string& severity) {
    return meters_.gauge("parley_alerts_open", "", {{"severity", severity}}).value();
  }

  asio::io_context loop_;
  test::ManualClock clock_{loop_};
  test::PlainMeters meters_;
  HttpClient http_{clock_};
  MemoryAlertStore store_;
  WebhookPlace place_;
  AlertWatch::RouterCounts counts_;
  std::unique_ptr<AlertWatch> watch_;
};

TEST_F(AlertWatching, RaisesAndResolvesAndCountsWhatIsOpen) {
  store_.known[{"demo"}].decisions = 100;
  store_.known[{"demo"}].errors = 10;
  store_.known[{"demo"}].patterns_off = {{"hours", "wrong"}};
  store_.known[{"other"}].audits = 100;
  store_.known[{"other"}].audits_right = 95;  // its target is 0.9
  look();
  EXPECT_EQ(open({"demo"}), (std::vector<std::string>{"router_errors", "pattern_off"}));
  EXPECT_TRUE(open({"other"}).empty());
  EXPECT_EQ(gauge("critical"), 1);
  EXPECT_EQ(gauge("warning"), 1);
  look();
  EXPECT_EQ(open({"demo"}).size(), 2U) << "not again";
  store_.known[{"demo"}] = {};
  look();
  EXPECT_TRUE(open({"demo"}).empty());
  EXPECT_EQ(gauge("critical") + gauge("warning"), 0);
}

TEST_F(AlertWatching, ErrorsOfThisInstanceBelongToTheInstallation) {
  look();
  counts_ = {100, 50};
  look();
  ASSERT_EQ(open({}).size(), 1U);
  EXPECT_EQ(store_.rows[{}][0].subject, "node-a");
  clock_.advance(std::chrono::minutes{3});
  look();
  EXPECT_EQ(open({}).size(), 1U) << "it is not five minutes ago";
  clock_.advance(std::chrono::minutes{6});
  look();
  EXPECT_TRUE(open({}).empty());
}

TEST_F(AlertWatching, WhatADayCostIsAskedEveryTenthTime) {
  for (int i = 0; i < 11; ++i) look();
  EXPECT_EQ(std::count(store_.cost_asked.begin(), store_.cost_asked.end(), true), 4) << "of two organizations";
}

TEST_F(AlertWatching, ADatabaseThatIsAwayChangesNothing) {
  store_.away = Error{Fault::unavailable, "gone"};
  look();
  EXPECT_TRUE(store_.rows.empty());
}

struct Heard {
  std::mutex mutex;
  std::vector<HttpRequest> requests;
  unsigned status = 204;
  int fail_first = 0;
};

HttpRoutes receiver(Heard& heard) {
  HttpRoutes routes;
  routes.add("POST", "/hook", [&heard](HttpRequest request) -> Task<HttpResponse> {
    const std::lock_guard lock(heard.mutex);
    heard.requests.push_back(request);
    const bool fail = static_cast<int>(heard.requests.size()) <= heard.fail_first;
    co_return HttpResponse(fail ? 503 : heard.status, "text/plain", "");
  });
  return routes;
}

TEST_F(AlertWatching, TheWebhookIsToldSignedAndAgainWhenItFailed) {
  Heard heard;
  heard.fail_first = 2;
  test::ServedHttp server(receiver(heard));
  place_ = {"http://127.0.0.1:" + std::to_string(server.port()) + "/hook", "a secret", true};
  store_.known[{"demo"}].patterns_off = {{"hours", "wrong"}};
  look();
  const std::lock_guard lock(heard.mutex);
  ASSERT_EQ(heard.requests.size(), 3U);
  const auto& last = heard.requests.back();
  EXPECT_EQ(last.headers.get("webhook-id"), "id-1-open");
  EXPECT_EQ(heard.requests.front().headers.get("webhook-id"), "id-1-open") << "the same at every attempt";
  const auto signed_text = std::string(last.headers.get("webhook-id")) + "." +
                           std::string(last.headers.get("webhook-timestamp")) + "." + last.body;
  std::string signature = "v1,";
  base64_append(hmac_sha256("a secret", signed_text), signature);
  EXPECT_EQ(last.headers.get("webhook-signature"), signature);
  EXPECT_NE(last.body.find(R"("type":"alert.opened")"), std::string::npos);
  EXPECT_TRUE(store_.put_back_ids.empty());
}

TEST_F(AlertWatching, WhatTheWebhookNeverTakesIsPutBack) {
  Heard heard;
  heard.status = 500;
  test::ServedHttp server(receiver(heard));
  place_ = {"http://127.0.0.1:" + std::to_string(server.port()) + "/hook", "a secret", true};
  store_.known[{"demo"}].patterns_off = {{"hours", "wrong"}};
  look();
  EXPECT_EQ(heard.requests.size(), 3U);
  EXPECT_EQ(store_.put_back_ids, std::vector<std::string>{"id-1"});
}

TEST_F(AlertWatching, AWebhookInAPrivateNetworkIsToldNothingUnlessThatIsWanted) {
  Heard heard;
  test::ServedHttp server(receiver(heard));
  place_ = {"http://127.0.0.1:" + std::to_string(server.port()) + "/hook", "a secret", false};
  store_.known[{"demo"}].patterns_off = {{"hours", "wrong"}};
  look();
  EXPECT_TRUE(heard.requests.empty());
  EXPECT_EQ(store_.put_back_ids.size(), 1U);
}

TEST_F(AlertWatching, WithoutASecretNobodyIsTold) {
  place_ = {"http://127.0.0.1:1/hook", "", true};
  store_.known[{"demo"}].patterns_off = {{"hours", "wrong"}};
  look();
  EXPECT_EQ(store_.untold.size(), 1U) << "it waits";
}

}  // namespace
}  // namespace parley
