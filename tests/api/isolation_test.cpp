// SPDX-License-Identifier: Apache-2.0
// Every route that the description names, asked by everybody who must not be answered. Nothing here knows the routes:
// a new one is asked as soon as it is described.
#include <algorithm>
#include <map>

#include "stored_api_scene.hpp"
#include "support/postgres_room.hpp"

namespace parley {
namespace {

using test::ApiAnswer;
using test::ApiRequest;

struct Operation {
  std::string method;
  std::string pattern;
  std::vector<std::string> scopes;  // empty: any key
  bool installation = false;
  bool takes_body = false;
  bool conditional = false;
};

// What is sent to operations that take a body, so that they get as far as they can.
const std::map<std::string, std::string>& bodies() {
  static const std::map<std::string, std::string> all = {
      {"POST /v1/organizations", R"({"organization":{"key":"fresh","name":"Fresh"}})"},
      {"PATCH /v1/organizations/{key}", R"({"greeting":"Hi"})"},
      {"POST /v1/organizations/{key}/numbers", R"({"number":"+15550177"})"},
      {"PUT /v1/organizations/{key}/configuration", "organization: { key: theirs, name: Mine now }\nnumbers: [ours]\n"},
      {"PUT /v1/organizations/{key}/draft", R"({"organization":{"key":"theirs","name":"D"},"numbers":["try-it"]})"},
      {"POST /v1/patterns", R"({"key":"added","reply":"Yes.","examples":["tell me more"]})"},
      {"PUT /v1/patterns/{id}", R"({"key":"question","reply":"Mine.","examples":["tell me about question"]})"},
      {"PATCH /v1/patterns/{id}", R"({"active":false})"},
      {"POST /v1/patterns/import", "- { key: imported, reply: Yes., examples: [tell me all] }\n"},
      {"POST /v1/calls/erase", R"({"number":"+15550123"})"},
      {"POST /v1/calls/{id}/actions", R"({"type":"end"})"},
      {"PATCH /v1/callbacks/{id}", R"({"state":"done"})"},
      {"POST /v1/keys", R"({"name":"n","scopes":["calls:read"]})"},
      {"POST /v1/patterns/{id}/thumbs", R"({"up":false})"},
      {"POST /v1/router/explain", R"({"text":"tell me about question"})"},
      {"POST /v1/router/answered/forget", R"({"question":"MARKER answered"})"},
      {"POST /v1/router/candidates/{id}", R"({"decision":"approve"})"},
      {"POST /v1/alerts/{id}", R"({"state":"resolved"})"},
      {"POST /v1/knowledge", "# Parking\nIn the yard.\n"},
      {"PUT /v1/settings/{name}", R"({"value":"grey"})"},
  };
  return all;
}

class IsolationOnPostgres : public test::StoredApiScene {
 protected:
  std::vector<Operation> operations() const {
    std::vector<Operation> all;
    for (const auto& [pattern, verbs] : document["paths"].items()) {
      for (const auto& [verb, operation] : verbs.items()) {
        if (operation["security"].empty() || operation["tags"][0] == "doors") continue;
        Operation one;
        one.method = verb;
        for (auto& c : one.method) c = static_cast<char>(c - 'a' + 'A');
        one.pattern = pattern;
        one.scopes = operation["security"][0]["key"].get<std::vector<std::string>>();
        one.installation =
            operation.value("description", "").find("Keys of the installation alone.") != std::string::npos;
        one.takes_body = operation.contains("requestBody");
        for (const auto& parameter : operation.value("parameters", Json::array())) {
          one.conditional = one.conditional || parameter["name"] == "If-Match";
        }
        all.push_back(std::move(one));
      }
    }
    return all;
  }

  ApiRequest request_of(const Operation& operation, const std::string& key, const std::string& query = "") const {
    ApiRequest asked;
    asked.method = operation.method;
    asked.target = path_of(operation.pattern) + query;
    asked.key = key;
    if (operation.conditional) asked.headers.add("If-Match", "*");
    if (operation.takes_body) {
      const auto sample = bodies().find(operation.method + " " + operation.pattern);
      if (sample == bodies().end()) {
        ADD_FAILURE() << "no body to send to " << operation.method << " " << operation.pattern;
      } else {
        asked.body = sample->second;
      }
    }
    return asked;
  }

  // Asks, and looks for what belongs to the other organization in all that comes back.
  ApiAnswer probe(const Operation& operation, const std::string& key, const std::string& query = "") {
    const auto asked = request_of(operation, key, query);
    auto answer = ask(asked);
    std::string all = answer.response.body;
    for (const auto& [name, value] : answer.response.headers.entries()) all += name + ": " + value + "\n";
    if (answer.response.file) all += answer.response.file->path;
    EXPECT_EQ(all.find(kMarker), std::string::npos) << operation.method << " " << asked.target << "\n" << all;
    ++probes;
    return answer;
  }

  // Names something of `theirs` by its path.
  static bool names_theirs(const Operation& operation) {
    return operation.pattern.find("{key}") != std::string::npos || operation.pattern.find("{id}") != std::string::npos;
  }

  int probes = 0;
};

TEST_F(IsolationOnPostgres, WhoHasNoGoodKeyGets401Everywhere) {
  const auto expired = ended_key(true);
  const auto revoked = ended_key(false);
  auto wrong = theirs;
  wrong.back() = wrong.back() == '0' ? '1' : '0';
  const auto before = picture();
  for (const auto& operation : operations()) {
    for (const auto& key : {std::string(), std::string("nonsense"), wrong, expired, revoked}) {
      EXPECT_EQ(probe(operation, key).status(), 401U) << operation.method << " " << operation.pattern;
    }
  }
  EXPECT_EQ(picture(), before);
  EXPECT_GE(probes, 5 * 40);
}

TEST_F(IsolationOnPostgres, AKeyThatLacksTheScopeGets403Everywhere) {
  std::map<std::string, std::string> keys;
  for (const auto scope : kScopes) {
    std::vector<std::string> others;
    for (const auto other : kScopes) {
      if (other != scope && other != Scope::node_manage) others.emplace_back(to_string(other));
    }
    keys[std::string(to_string(scope))] = make_key("theirs", others);
  }
  const auto before = picture();
  for (const auto& operation : operations()) {
    if (operation.scopes.empty()) continue;
    const auto answer = probe(operation, keys.at(operation.scopes.front()));
    EXPECT_EQ(answer.status(), 403U) << operation.method << " " << operation.pattern;
    EXPECT_EQ(answer.code(), "insufficient_scope");
  }
  EXPECT_EQ(picture(), before);
}

TEST_F(IsolationOnPostgres, AForeignKeyFindsNothing) {
  const auto before = picture();
  for (const auto& operation : operations()) {
    const auto name = operation.method + " " + operation.pattern;
    for (const std::string query : {"", "?organization=theirs"}) {
      const auto answer = probe(operation, mine, query);
      if (operation.installation) {
        EXPECT_EQ(answer.status(), 403U) << name;
      } else if (names_theirs(operation) || (!query.empty() && !operation.scopes.empty())) {
        EXPECT_EQ(answer.status(), 404U) << name << query << answer.response.body;
      } else {
        EXPECT_LT(answer.status(), 500U) << name << answer.response.body;  // about `mine`
      }
    }
  }
  EXPECT_EQ(picture(), before) << "nothing of theirs was changed";
}

TEST_F(IsolationOnPostgres, ItsOwnKeyGetsEverywhere) {
  auto all = operations();
  // What reads first, what deletes last.
  const auto rank = [](const Operation& one) {
    const std::string order = "GET POST PUT PATCH DELETE";
    const bool last = one.method == "DELETE" && one.installation;  // the organization itself
    return order.find(one.method) + (last ? 100 : 0) + (one.pattern == "/v1/calls/erase" ? 50 : 0);
  };
  std::stable_sort(all.begin(), all.end(), [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
  for (const auto& operation : all) {
    const auto name = operation.method + " " + operation.pattern;
    const auto answer = ask(request_of(operation, operation.installation ? kInstallation : theirs));
    EXPECT_TRUE(answer.status() < 300 || answer.status() == 404) << name << " " << answer.response.body;
    EXPECT_TRUE(operation.method != "GET" || answer.status() == 200U) << name << " " << answer.response.body;
  }
}

// The WHERE of every statement names the right organization and the transaction enters the wrong one: row-level
// security alone has to keep them apart.
TEST_F(IsolationOnPostgres, WithTheWrongTenantEnteredNothingIsServed) {
  for (const OrganizationKey& instead : {OrganizationKey{"mine"}, OrganizationKey{}}) {
    test::MisledDatabase misled(*database, instead);
    const auto nothing = create_recent_calls(10);
    test::StoredApi api(misled, *nothing, *written, directory.path(), *clock, organizations);
    for (const auto& operation : operations()) {
      if (operation.method != "GET" || operation.installation) continue;
      const auto answer = ask(api, request_of(operation, theirs));
      EXPECT_EQ(answer.response.body.find(kMarker), std::string::npos) << operation.pattern << answer.response.body;
      EXPECT_FALSE(answer.response.file) << operation.pattern;
      EXPECT_FALSE(operation.pattern.find("{id}") != std::string::npos && answer.status() == 200U)
          << operation.pattern << answer.response.body;
    }
  }
}

}  // namespace
}  // namespace parley
