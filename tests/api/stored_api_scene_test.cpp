// SPDX-License-Identifier: Apache-2.0
// The bodies of the scene, and that it holds what the tests of isolation look for.
#include "stored_api_scene.hpp"

#include <array>
#include <fstream>

#include "key_text.hpp"
#include "parley/async/kernel_random.hpp"
#include "parley/core/sha256.hpp"
#include "parley/net/percent_code.hpp"

namespace parley::test {
namespace {

constexpr const char* kTheirs = "theirs";

Organization organization_of(const std::string& key, const std::string& mark) {
  Organization made;
  made.key = {key};
  made.name = "Company " + mark;
  made.greeting = "Welcome " + mark;
  made.numbers = {key + "-number-" + mark};
  made.patterns = {ApiScene::pattern("question", "The answer is " + mark)};
  return made;
}

CallRecord call_of(const std::filesystem::path& recording, const std::string& caller) {
  auto record = finished(record_of(1, kTheirs));
  record.from = caller;
  record.node = "node-a";
  record.recording_path = recording.string();
  TurnRecord turn;
  turn.number = 1;
  turn.caller = CallerSaid{"MARKER said the caller", 1, 100, 900, ""};
  turn.reply = AgentSaid{"MARKER said the agent", "MARKER", false};
  record.turns = {turn};
  return record;
}

}  // namespace

Task<std::optional<Error>> MisledDatabase::run_to_end(
    Use use, const OrganizationKey&, const std::function<std::optional<Error>(DatabaseSession&)>& work) {
  const auto erased = [&](DatabaseSession& session) -> Result<void> {
    const auto failed = work(session);
    if (failed) return *failed;
    return {};
  };
  Result<void> done;
  if (use == Use::read) {
    done = co_await inner_.read(instead_, erased);
  } else {
    done = co_await inner_.transact(instead_, erased);
  }
  if (done) co_return std::nullopt;
  co_return done.error();
}

StoredApi::StoredApi(Database& database, RecentCalls& recent, WriteBehind& written,
                     const std::filesystem::path& recordings, Clock& clock, OrganizationDirectory& directory)
    : organizations(OrganizationStore::create(database, clock)),
      keys(AccessStore::create(database, clock)),
      pattern_stats(PatternStatsStore::create(database, clock)),
      analytics(RouterAnalytics::create(database)),
      knowledge(KnowledgeStore::create(database, clock)),
      alerts(AlertStore::create(database, clock)),
      archive(create_call_archive(database, recent, written, recordings, clock)) {
  access = std::make_unique<Access>(Access::Parts{{{"installation-key-of-the-test", {}}}, keys.get(), clock, Log()});
  redis = Redis::create({}, idle.get_executor(), clock, Log(), *meters);
  cache = TwoTierCache::create({}, *redis, idle.get_executor(), clock, Log(), *meters);
  warmer = CacheWarmer::create({}, idle.get_executor(), clock, Log(), *meters, {});
  ControlApi::Parts parts;
  parts.clock = &clock;
  parts.access = access.get();
  parts.organizations = &directory;
  parts.meters = meters.get();
  parts.node = [] { return NodeState(); };
  parts.drain = [] {};
  parts.node_id = "node-a";
  parts.recent = &recent;
  parts.archive = archive.get();
  parts.store = organizations.get();
  parts.keys = keys.get();
  parts.pattern_stats = pattern_stats.get();
  parts.analytics = analytics.get();
  parts.knowledge = knowledge.get();
  parts.alerts = alerts.get();
  parts.cache = cache.get();
  parts.warmer = warmer.get();
  parts.act = [](OrganizationKey organization, CallId, CallAction) -> Task<Result<void>> {
    if (organization.value != kTheirs) co_return Error{Fault::not_found, "no such call"};
    co_return Result<void>();
  };
  parts.check = [](const Organization&) { return std::vector<std::string>(); };
  api = std::make_unique<ControlApi>(std::move(parts));
  routes = api->routes();
}

StoredApiScene::StoredApiScene() {
  PostgresRoom::shared().clear();
  database = Database::create({PostgresRoom::shared().serving_url(), 2, 256, std::chrono::seconds{10}}, Log(), meters);
  WriteBehindSettings behind;
  behind.directory = directory.path() / "spool";
  behind.node = "node-a";
  auto next_id = [this] { return CallbackId(new_uuid(clock->wall_now())); };
  auto opened = create_write_behind(std::move(behind), *recent, database.get(), *clock, Log(), meters, next_id);
  if (!opened) throw std::runtime_error(opened.error().message);
  written = std::move(*opened);
  real = std::make_unique<StoredApi>(*database, *recent, *written, directory.path(), *clock, organizations);
  document = Json::parse(real->api->description());
  ApiRequest rate{"PUT",
                  "/v1/settings/rate_limit",
                  kInstallation,
                  R"({"value":{"requests_per_second":100000,"burst":100000}})",
                  {}};
  if (ask(rate).status() != 201U) throw std::runtime_error("the rate is not set");
  const ChangeNote note{"scene", ""};
  for (const auto& made : {organization_of("mine", "own"), organization_of(kTheirs, kMarker)}) {
    const auto created = loop.run(real->organizations->create_organization(made, note));
    if (!created) throw std::runtime_error(created.error().message);
  }
  mine = make_key("mine", Scopes::of_organization().names());
  theirs = make_key(kTheirs, Scopes::of_organization().names());
  make_theirs();
}

void StoredApiScene::make_theirs() {
  const auto must = [&](const ApiRequest& asked) {
    const auto answer = ask(asked);
    if (answer.status() >= 300) throw std::runtime_error(asked.target + ": " + answer.response.body);
    return answer.json();
  };
  pattern_id = must({"GET", "/v1/patterns", theirs, "", {}})["data"][0]["id"].get<std::string>();
  number_id = must({"GET", "/v1/organizations/theirs/numbers", theirs, "", {}})["data"][0]["id"].get<std::string>();
  must({"PUT", "/v1/settings/colour", theirs, R"({"value":"MARKER red"})", {}});
  must({"PUT",
        "/v1/organizations/theirs/draft",
        theirs,
        R"({"organization":{"key":"theirs","name":"MARKER draft"},"numbers":["MARKER-try"]})",
        {}});
  key_id = must({"POST", "/v1/keys", theirs, R"({"name":"MARKER key","scopes":["calls:read"]})", {}})["id"]
               .get<std::string>();
  must({"POST", "/v1/knowledge?source=MARKER.md", theirs, "# MARKER title\nMARKER text\n", {}});
  // As the router and the watch leave them.
  const auto work = [](DatabaseSession& session) {
    return session.execute(R"sql(
      WITH candidate AS (
        INSERT INTO answer_candidates (id, organization_id, question, answer, confidence)
        VALUES ('01980000-0000-7000-8000-0000000000c1', parley_tenant(), 'MARKER question', 'MARKER answer', 0.9)),
      answered AS (
        INSERT INTO answered_questions (organization_id, question, pattern_key, weight)
        VALUES (parley_tenant(), 'MARKER answered', 'question', 2)),
      health AS (
        INSERT INTO pattern_health (organization_id, pattern_key, uses, switched_off_why)
        VALUES (parley_tenant(), 'question', 7, 'MARKER why'))
      INSERT INTO alerts (id, organization_id, kind, severity, subject, detail, opened_at)
      VALUES ('01980000-0000-7000-8000-0000000000a1', parley_tenant(), 'pattern_off', 'warning', 'question',
              'MARKER was switched off', now()))sql");
  };
  const auto done = loop.run(database->transact(OrganizationKey{kTheirs}, work));
  if (!done) throw std::runtime_error(done.error().message);
  candidate_id = "01980000-0000-7000-8000-0000000000c1";
  alert_id = "01980000-0000-7000-8000-0000000000a1";
  const auto recording = directory.path() / "MARKER.wav";
  std::ofstream(recording) << "RIFF";
  written->remember(call_of(recording, kCaller));
  Callback callback;
  callback.call = call_id(1);
  callback.organization = {kTheirs};
  callback.number = kCaller;
  callback.heard = "MARKER wants a call";
  callback.asked_at = clock->wall_now();
  written->remember_callback(callback);
  if (!written->flush(clock->now() + std::chrono::seconds{20})) throw std::runtime_error("the call is not stored");
  callback_id = must({"GET", "/v1/callbacks", theirs, "", {}})["data"][0]["id"].get<std::string>();
}

ApiAnswer StoredApiScene::ask(StoredApi& where, const ApiRequest& asked) {
  HttpRequest request;
  request.method = asked.method;
  request.target = asked.target;
  request.peer = asked.peer;
  request.request_id = "r1";
  request.body = asked.body;
  request.headers = asked.headers;
  if (!asked.key.empty()) request.headers.add("Authorization", "Bearer " + asked.key);
  const auto mark = asked.target.find('?');
  request.path = asked.target.substr(0, mark);
  if (mark != std::string::npos) {
    const auto pair = asked.target.substr(mark + 1);
    request.query.emplace_back(pair.substr(0, pair.find('=')), pair.substr(pair.find('=') + 1));
  }
  auto match = where.routes.find(request.method, request.path);
  ApiAnswer answer;
  answer.pattern = described_path(document, request.method, request.path);
  request.path_parameters = std::move(match.parameters);
  answer.response = loop.run((*match.answer)(std::move(request)));
  EXPECT_EQ(against_description(document, answer.pattern, asked.method, answer.response), "")
      << asked.method << " " << asked.target;
  return answer;
}

std::string StoredApiScene::make_key(const std::string& organization, const std::vector<std::string>& scopes) {
  const Json body{{"name", "made by the test"}, {"scopes", scopes}};
  const auto answer = ask({"POST", "/v1/keys?organization=" + organization, kInstallation, body.dump(), {}});
  if (answer.status() != 201U) throw std::runtime_error(answer.response.body);
  return answer.json()["key"].get<std::string>();
}

std::string StoredApiScene::ended_key(bool expired) {
  const auto id = new_uuid(clock->wall_now());
  std::array<std::uint8_t, 24> secret{};
  fill_random(secret);
  StoredKey key;
  key.id = id.to_string();
  key.organization = {kTheirs};
  key.name = "ended";
  key.scopes = Scopes::of_organization().names();
  const auto text = make_key_text(id, secret);
  key.secret_sha256 = sha256_hex(text);
  if (expired) key.expires_at = clock->wall_now() - std::chrono::seconds{1};
  const ChangeNote note{"scene", ""};
  auto added = loop.run(real->keys->add_key(key, note));
  if (added && !expired) added = loop.run(real->keys->revoke_key(key.organization, key.id, note));
  if (!added) throw std::runtime_error(added.error().message);
  return text;
}

std::string StoredApiScene::path_of(const std::string& pattern) const {
  auto path = pattern;
  const auto put = [&](const std::string& name, const std::string& value) {
    const auto at = path.find(name);
    if (at != std::string::npos) path.replace(at, name.size(), value);
  };
  std::string id = call_id(1).to_string();
  if (pattern.starts_with("/v1/patterns")) id = pattern_id;
  if (pattern.starts_with("/v1/keys")) id = key_id;
  if (pattern.starts_with("/v1/callbacks")) id = callback_id;
  if (pattern.starts_with("/v1/router/candidates")) id = candidate_id;
  if (pattern.starts_with("/v1/alerts")) id = alert_id;
  if (pattern.find("/numbers") != std::string::npos) id = number_id;
  put("{key}", kTheirs);
  put("{id}", id);
  put("{name}", "colour");
  return path;
}

std::string StoredApiScene::picture() {
  std::string all;
  for (const char* target : {"/v1/organizations/theirs", "/v1/organizations/theirs/numbers",
                             "/v1/organizations/theirs/draft", "/v1/patterns", "/v1/calls", "/v1/callbacks", "/v1/keys",
                             "/v1/settings", "/v1/audit", "/v1/router/candidates", "/v1/alerts", "/v1/knowledge"}) {
    all += ask({"GET", target, theirs, "", {}}).response.body;
  }
  return all;
}

namespace {

class StoredApiOnPostgres : public StoredApiScene {};

TEST_F(StoredApiOnPostgres, HasSomethingOfEverythingToHide) {
  for (const char* target :
       {"/v1/organizations/theirs", "/v1/organizations/theirs/numbers", "/v1/organizations/theirs/draft",
        "/v1/organizations/theirs/configuration", "/v1/patterns", "/v1/patterns/export", "/v1/calls", "/v1/callbacks",
        "/v1/keys", "/v1/settings", "/v1/audit", "/v1/router/candidates", "/v1/alerts", "/v1/knowledge"}) {
    const auto answer = ask({"GET", target, theirs, "", {}});
    EXPECT_EQ(answer.status(), 200U) << target;
    EXPECT_NE(answer.response.body.find(kMarker), std::string::npos) << target;
  }
  for (const char* pattern : {"/v1/patterns/{id}", "/v1/calls/{id}", "/v1/callbacks/{id}"}) {
    EXPECT_NE(ask({"GET", path_of(pattern), theirs, "", {}}).response.body.find(kMarker), std::string::npos) << pattern;
  }
  EXPECT_EQ(ask({"GET", path_of("/v1/calls/{id}"), theirs, "", {}}).json()["kept"], "database");
}

// As the interface tells its clients: over the real stores.
TEST_F(StoredApiOnPostgres, AChangeIsVersionedRememberedAndAudited) {
  const auto target = path_of("/v1/patterns/{id}");
  const auto shown = ask({"GET", target, theirs, "", {}});
  const auto etag = shown.header("ETag");
  EXPECT_EQ(ask({"GET", target, theirs, "", {{"If-None-Match", etag}}}).status(), 304U);
  const auto changed = ask({"PATCH", target, theirs, R"({"reply":"New."})", {{"If-Match", etag}}});
  EXPECT_EQ(changed.status(), 200U) << changed.response.body;
  EXPECT_EQ(ask({"PATCH", target, theirs, R"({"reply":"Newer."})", {{"If-Match", etag}}}).status(), 412U);
  const HttpHeaders once{{"Idempotency-Key", "k1"}};
  const std::string body = R"({"key":"another","reply":"MARKER","examples":["tell me another"]})";
  const auto added = ask({"POST", "/v1/patterns", theirs, body, once});
  EXPECT_EQ(added.status(), 201U) << added.response.body;
  const auto again = ask({"POST", "/v1/patterns", theirs, body, once});
  EXPECT_EQ(again.response.body, added.response.body);
  EXPECT_EQ(again.header("Idempotency-Replayed"), "true");
  EXPECT_EQ(again.header("ETag"), added.header("ETag"));
  EXPECT_EQ(ask({"POST", "/v1/patterns", mine, body, once}).header("Idempotency-Replayed"), "");
  EXPECT_EQ(ask({"POST", "/v1/patterns", theirs, body, {}}).status(), 409U);
  const auto audit = ask({"GET", "/v1/audit", theirs, "", {}}).json()["data"];
  EXPECT_EQ(audit[0]["action"], "pattern.created");
  EXPECT_EQ(audit[1]["action"], "pattern.changed");
  EXPECT_TRUE(audit[0]["actor"].get<std::string>().starts_with("key "));
  EXPECT_EQ(ask({"POST", path_of("/v1/calls/{id}/actions"), theirs, R"({"type":"end"})", {}}).status(), 202U);
  EXPECT_EQ(ask({"GET", "/v1/audit", theirs, "", {}}).json()["data"][0]["action"], "call.end");
  EXPECT_EQ(ask({"POST", "/v1/node/drain", kInstallation, "", {}}).status(), 202U);
  EXPECT_EQ(ask({"GET", "/v1/audit", kInstallation, "", {}}).json()["data"][0]["action"], "node.drained");
}

TEST_F(StoredApiOnPostgres, ACallerIsErasedForGood) {
  EXPECT_EQ(ask({"PATCH", path_of("/v1/callbacks/{id}"), theirs, R"({"state":"done"})", {}}).json()["state"], "done");
  const auto erased = ask({"POST", "/v1/calls/erase", theirs, R"({"number":"+15550123"})", {}});
  EXPECT_EQ(erased.json(), Json::parse(R"({"calls":1,"recordings":1,"callbacks":1})")) << erased.response.body;
  EXPECT_EQ(ask({"GET", path_of("/v1/calls/{id}"), theirs, "", {}}).status(), 404U);
  EXPECT_FALSE(std::filesystem::exists(directory.path() / "MARKER.wav"));
}

}  // namespace
}  // namespace parley::test
