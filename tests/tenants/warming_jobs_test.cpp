// SPDX-License-Identifier: Apache-2.0
#include "parley/tenants/warming_jobs.hpp"

#include <gtest/gtest.h>

#include "async/on_loop.hpp"
#include "support/plain_meters.hpp"

namespace parley {
namespace {

using Words = std::vector<std::string>;

class MemoryFacts final : public WarmingFacts {
 public:
  std::map<std::string, Words> said;
  std::map<std::string, std::vector<CallerHistory>> called;
  std::set<std::string> away;
  WallTime asked_since{};
  Words named;

  Task<Result<Words>> questions(OrganizationKey organization, WallTime since, std::size_t most) override {
    asked_since = since;
    if (away.contains(organization.value)) co_return Error{Fault::unavailable, "the database is away"};
    auto all = said[organization.value];
    all.resize(std::min(all.size(), most));
    co_return all;
  }
  Task<Result<std::vector<CallerHistory>>> callers(OrganizationKey organization, Words numbers, WallTime,
                                                   std::size_t) override {
    named = numbers;
    co_return called[organization.value];
  }
};

class WarmingList : public testing::Test, protected test::OnLoop {
 protected:
  OrganizationSnapshot organization(const std::string& key, Words questions, Words callers = {}) {
    Organization made;
    made.key = {key};
    made.prewarm = {std::move(questions), std::move(callers)};
    return std::make_shared<const Organization>(std::move(made));
  }
  Task<Result<void>> answer(OrganizationKey of, std::string question) {
    answered.push_back(of.value + ": " + question);
    co_return Result<void>();
  }
  Task<void> warm(std::optional<OrganizationKey> only) {
    auto list = create_warming_jobs(
        {}, {[this] { return organizations; }, with_facts ? &facts : nullptr, cache.get(), &clock,
             [this](OrganizationKey of, std::string question) { return answer(std::move(of), std::move(question)); }});
    auto listing = list(std::move(only));
    auto jobs = co_await std::move(listing);
    if (!jobs) {
      problem = jobs.error().message;
      co_return;
    }
    for (const auto& job : *jobs) {
      kinds.push_back(job.what);
      auto work = job.work();
      const auto done = co_await std::move(work);
      EXPECT_TRUE(done);
    }
  }
  void run(std::optional<OrganizationKey> only = std::nullopt) {
    test::Root root(loop, warm(std::move(only)));
    clock.drain();
    EXPECT_TRUE(root.ended_well()) << root.failure();
  }

  MemoryFacts facts;
  bool with_facts = true;
  std::vector<OrganizationSnapshot> organizations;
  test::PlainMeters meters;
  std::unique_ptr<Redis> redis = Redis::create({}, home(), clock, Log(), meters);
  std::unique_ptr<TwoTierCache> cache = TwoTierCache::create({}, *redis, home(), clock, Log(), meters);
  Words answered;
  Words kinds;
  std::string problem;
};

TEST_F(WarmingList, HoldsWhatIsConfiguredAndWhatWasAskedOftenOnce) {
  organizations = {organization("demo", {"When do you open?", "Where are you"}), organization("other", {})};
  facts.said["demo"] = {"when do you open", "what does it cost"};
  facts.said["other"] = {"are you there"};
  run();
  EXPECT_EQ(answered, (Words{"demo: When do you open?", "demo: Where are you", "demo: what does it cost",
                             "other: are you there"}));
  EXPECT_EQ(facts.asked_since, clock.wall_now() - std::chrono::hours{24 * 7});
}

TEST_F(WarmingList, IsOfOneOrganizationWhenOneIsNamed) {
  organizations = {organization("demo", {"one"}), organization("other", {"two"})};
  run(OrganizationKey{"other"});
  EXPECT_EQ(answered, Words{"other: two"});
}

TEST_F(WarmingList, KeepsWhatIsKnownOfCallersOfThatOrganizationAlone) {
  organizations = {organization("demo", {}, {"+15550100"}), organization("other", {})};
  facts.called["demo"] = {{"15550100", 3, WallTime{std::chrono::seconds{60}}, {"about \"the\" boiler"}}};
  run();
  EXPECT_EQ(kinds, Words{"caller"});
  EXPECT_EQ(cache->near(CacheUse::tool_result, OrganizationKey{"demo"}, "caller:15550100"),
            R"({"number":"15550100","calls":3,"last_called_at":"1970-01-01T00:01:00.000Z",)"
            R"("open_callbacks":["about \"the\" boiler"]})");
  EXPECT_EQ(cache->near(CacheUse::tool_result, OrganizationKey{"other"}, "caller:15550100"), std::nullopt);
}

TEST_F(WarmingList, ACallerWhoNeverCalledHasNoLastTime) {
  EXPECT_EQ(caller_history_json({"7", 0, std::nullopt, {}}),
            R"({"number":"7","calls":0,"last_called_at":null,"open_callbacks":[]})");
}

TEST_F(WarmingList, GoesOnWithoutTheFactsOfOneOrganization) {
  organizations = {organization("demo", {"one"}), organization("other", {})};
  facts.away = {"demo"};
  facts.said["other"] = {"two"};
  run();
  EXPECT_EQ(answered, (Words{"demo: one", "other: two"}));
  EXPECT_EQ(problem, "");
}

TEST_F(WarmingList, IsAnErrorWhenThereIsNothingButAProblem) {
  organizations = {organization("demo", {})};
  facts.away = {"demo"};
  run();
  EXPECT_EQ(problem, "the database is away");
}

TEST_F(WarmingList, WithoutADatabaseIsWhatIsConfigured) {
  with_facts = false;
  organizations = {organization("demo", {"one"}, {"7"})};
  run();
  EXPECT_EQ(answered, Words{"demo: one"});
}

}  // namespace
}  // namespace parley
