// SPDX-License-Identifier: Apache-2.0
// The whole interface over stores in memory, asked without a socket. Every answer is held against its description.
#pragma once

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <future>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "parley/api/control_api.hpp"
#include "parley/net/percent_code.hpp"
#include "schema_check.hpp"
#include "schemas.hpp"
#include "support/call_records.hpp"
#include "support/manual_clock.hpp"
#include "support/memory_stores.hpp"

namespace parley::test {

struct ApiAnswer {
  HttpResponse response;
  std::string pattern;  // of the route

  unsigned status() const { return response.status; }
  Json json() const { return Json::parse(response.body); }
  std::string code() const { return json().value("code", ""); }
  std::string header(const std::string& name) const { return std::string(response.headers.get(name)); }
};

struct ApiRequest {
  std::string method = "GET";
  std::string target;
  std::string key;  // the text of the Bearer; empty: none
  std::string body;
  HttpHeaders headers;
  std::string peer = "192.0.2.7:4711";
};

// "/v1/calls/{id}" for "/v1/calls/x": the first of the document's paths with that method that fits.
inline std::string described_path(const Json& document, const std::string& method, const std::string& path) {
  std::string verb = method == "HEAD" ? "GET" : method;
  for (auto& c : verb) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  const auto segments = [](const std::string& text) {
    std::vector<std::string> parts(1);
    for (const char c : text) {
      if (c == '/') {
        parts.emplace_back();
      } else {
        parts.back() += c;
      }
    }
    return parts;
  };
  const auto given = segments(path);
  for (const auto& [pattern, operations] : document["paths"].items()) {
    const auto wanted = segments(pattern);
    bool fits = operations.contains(verb) && wanted.size() == given.size();
    for (std::size_t i = 0; fits && i < wanted.size(); ++i) {
      fits = wanted[i] == given[i] || (wanted[i].starts_with('{') && !given[i].empty());
    }
    if (fits) return pattern;
  }
  return "";
}

// What is different from the description, in words; empty: nothing.
inline std::string against_description(const Json& document, const std::string& pattern, std::string method,
                                       const HttpResponse& response) {
  for (auto& c : method) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  const auto& responses = document["paths"][pattern][method]["responses"];
  const auto status = std::to_string(response.status);
  if (!responses.contains(status)) return "status " + status + " is not described: " + response.body;
  if (response.file || response.body.empty()) return "";
  const auto content = responses[status].value("content", Json::object());
  auto media = std::string(response.headers.get("Content-Type"));
  media = media.substr(0, media.find(';'));
  if (!content.contains(media) && !content.contains("*/*")) return "media type " + media + " is not described";
  const auto schema = content.contains(media) ? content[media].value("schema", Json()) : Json();
  if (schema.is_null()) return "";
  std::string faults;
  for (const auto& fault : check_schema(Json::parse(response.body), schema, document["components"]["schemas"])) {
    faults += fault.pointer + " " + fault.detail + "; ";
  }
  return faults.empty() ? "" : faults + " in " + response.body;
}

class ApiScene {
 public:
  static constexpr const char* kDemo = "demo-key-of-the-test";
  static constexpr const char* kOther = "other-key-of-the-test";
  static constexpr const char* kInstallation = "installation-key-of-the-test";

  explicit ApiScene(bool with_store = true) {
    Organization demo;
    demo.key = {"demo"};
    demo.name = "Demo & Co";
    demo.timezone = "America/Chicago";
    demo.numbers = {"demo", "+1555"};
    demo.greeting = "Hello from demo";
    demo.hours.by_weekday[1] = {{std::chrono::hours{8}, std::chrono::hours{18}}};
    demo.patterns = {pattern("hours", "We are open."), pattern("place", "We are here.")};
    Organization other;
    other.key = {"other"};
    other.name = "Other";
    other.numbers = {"other"};
    other.patterns = {pattern("secret", "Nobody else hears this.")};
    store.put(demo);
    store.put(other);
    EXPECT_TRUE(directory.serve({{std::make_shared<const Organization>(demo), nullptr},
                                 {std::make_shared<const Organization>(other), nullptr}}));
    node.configured = node.call_slot_free = node.rtp_port_free = true;
    ControlApi::Parts parts;
    parts.clock = &clock;
    parts.access = access.get();
    parts.organizations = &directory;
    parts.meters = meters.get();
    parts.node = [this] { return node; };
    parts.load = [] { return CallLoad{3, 10}; };
    parts.drain = [this] { node.draining = true; };
    parts.build = {"1.2.3", "abc"};
    parts.node_id = "node-a";
    parts.recent = recent.get();
    if (with_store) {
      parts.store = &store;
      parts.keys = &keys;
    }
    parts.act = [this](OrganizationKey organization, CallId call, CallAction action) {
      return act(std::move(organization), call, std::move(action));
    };
    parts.check = [this](const Organization& definition) {
      checked.push_back(definition);
      return faults;
    };
    parts.changed = [this](const OrganizationKey& key) { changed.push_back(key.value); };
    parts_ = std::move(parts);
  }

  // Before the first request: what the test wants different.
  ControlApi::Parts& parts() { return parts_; }
  ControlApi& api() {
    if (!api_) {
      api_ = std::make_unique<ControlApi>(parts_);
      routes_ = api_->routes();
      document_ = Json::parse(api_->description());
    }
    return *api_;
  }
  const Json& document() {
    api();
    return document_;
  }

  ApiAnswer ask(const ApiRequest& asked) {
    api();
    HttpRequest request;
    request.method = asked.method;
    request.target = asked.target;
    request.peer = asked.peer;
    request.request_id = "r1";
    request.body = asked.body;
    request.headers = asked.headers;
    if (!asked.key.empty()) request.headers.add("Authorization", "Bearer " + asked.key);
    const auto mark = asked.target.find('?');
    request.path = percent_decode(asked.target.substr(0, mark), false).value();
    if (mark != std::string::npos) read_query(asked.target.substr(mark + 1), request);
    auto match = routes_.find(request.method, request.path);
    ApiAnswer answer;
    answer.pattern = described_path(document_, request.method, request.path);
    if (match.answer == nullptr) {
      ADD_FAILURE() << "no route for " << asked.method << " " << asked.target;
      return answer;
    }
    request.path_parameters = std::move(match.parameters);
    answer.response = run((*match.answer)(std::move(request)));
    EXPECT_EQ(against_description(document_, answer.pattern, asked.method, answer.response), "")
        << asked.method << " " << asked.target;
    return answer;
  }
  ApiAnswer get(const std::string& target, const std::string& key = kDemo) { return ask({"GET", target, key, "", {}}); }
  ApiAnswer post(const std::string& target, const std::string& body, const std::string& key = kDemo) {
    return ask({"POST", target, key, body, {}});
  }
  ApiAnswer change(const std::string& method, const std::string& target, const std::string& body,
                   const std::string& if_match, const std::string& key = kDemo) {
    HttpHeaders headers;
    if (!if_match.empty()) headers.add("If-Match", if_match);
    return ask({method, target, key, body, headers});
  }

  template <class T>
  T run(Task<T> work) {
    auto done = std::make_shared<std::optional<T>>();  // owners: the test, and the coroutine's end
    asio::co_spawn(loop, std::move(work), [done](std::exception_ptr error, T value) {
      if (error) std::rethrow_exception(error);
      done->emplace(std::move(value));
    });
    clock.drain();
    if (!*done) throw std::logic_error("the answer waits for something");
    return std::move(**done);
  }
  void run(Task<void> work) {
    auto valued = detail::valued(std::move(work));
    run(std::move(valued));
  }

  // Makes a stored key with these scopes and tells its text.
  std::string make_key(const std::vector<std::string>& scopes, const std::string& organization = "demo") {
    Json body{{"name", "test"}, {"scopes", scopes}};
    const auto where = organization.empty() ? "/v1/keys" : "/v1/keys?organization=" + organization;
    return post(where, body.dump(), kInstallation).json()["key"].get<std::string>();
  }
  std::string pattern_id(const std::string& key, const std::string& organization = "demo") {
    for (const auto& row : store.rows[OrganizationKey{organization}]) {
      if (row.pattern.key == key) return row.id;
    }
    return "";
  }

  static Pattern pattern(const std::string& key, const std::string& reply) {
    Pattern made;
    made.key = key;
    made.reply = reply;
    made.examples = {"tell me about " + key};
    return made;
  }

  asio::io_context loop;
  ManualClock clock{loop};
  MemoryOrganizationStore store;
  MemoryAccessStore keys;
  OrganizationDirectory directory;
  std::unique_ptr<RecentCalls> recent = create_recent_calls(100);
  std::unique_ptr<MeterRegistry> meters = create_meters({"1.2.3", "abc"});
  NodeState node;
  std::unique_ptr<Access> access = std::make_unique<Access>(Access::Parts{
      {{kDemo, {"demo"}}, {kOther, {"other"}}, {kInstallation, {}}}, &keys, clock, Log()});
  std::vector<std::string> faults;      // what `check` finds
  std::vector<Organization> checked;    // whole definitions that were checked
  std::vector<std::string> changed;     // organizations
  std::vector<std::pair<CallId, CallAction>> acted;
  Result<void> act_answer = Error{Fault::not_found, "no such call here"};

 private:
  Task<Result<void>> act(OrganizationKey, CallId call, CallAction action) {
    if (act_answer) acted.emplace_back(call, action);
    co_return act_answer;
  }
  static void read_query(const std::string& text, HttpRequest& request) {
    for (std::size_t start = 0; start <= text.size();) {
      const auto end = std::min(text.find('&', start), text.size());
      const auto pair = text.substr(start, end - start);
      const auto is = std::min(pair.find('='), pair.size());
      request.query.emplace_back(percent_decode(pair.substr(0, is), true).value(),
                                 is < pair.size() ? percent_decode(pair.substr(is + 1), true).value() : "");
      start = end + 1;
    }
  }

  ControlApi::Parts parts_;
  std::unique_ptr<ControlApi> api_;
  HttpRoutes routes_;
  Json document_;
};

}  // namespace parley::test
