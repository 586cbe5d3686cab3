// SPDX-License-Identifier: Apache-2.0
// The whole interface over stores in memory, asked without a socket. Every answer is held against its description.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "json_body.hpp"
#include "parley/api/control_api.hpp"
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
std::string described_path(const Json& document, const std::string& method, const std::string& path);
// What is different from the description, in words; empty: nothing.
std::string against_description(const Json& document, const std::string& pattern, std::string method,
                                const HttpResponse& response);

class ApiScene {
 public:
  static constexpr const char* kDemo = "demo-key-of-the-test";
  static constexpr const char* kOther = "other-key-of-the-test";
  static constexpr const char* kInstallation = "installation-key-of-the-test";

  explicit ApiScene(bool with_store = true);
  ~ApiScene();

  // Before the first request: what the test wants different.
  ControlApi::Parts& parts() { return parts_; }
  ControlApi& api();
  const Json& document() {
    api();
    return document_;
  }

  ApiAnswer ask(const ApiRequest& asked);
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

  HttpResponse run(Task<HttpResponse> work);
  std::string run(Task<std::string> work);

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

  static Pattern pattern(const std::string& key, const std::string& reply);

  asio::io_context loop;
  ManualClock clock{loop};
  MemoryOrganizationStore store;
  MemoryAccessStore keys;
  OrganizationDirectory directory;
  std::unique_ptr<RecentCalls> recent = create_recent_calls(100);
  std::unique_ptr<MeterRegistry> meters = create_meters({"1.2.3", "abc"});
  NodeState node;
  std::unique_ptr<Access> access = std::make_unique<Access>(
      Access::Parts{{{kDemo, {"demo"}}, {kOther, {"other"}}, {kInstallation, {}}}, &keys, clock, Log()});
  std::vector<std::string> faults;    // what `check` finds
  std::vector<Organization> checked;  // whole definitions that were checked
  std::vector<std::string> changed;   // organizations
  std::vector<std::pair<CallId, CallAction>> acted;
  Result<void> act_answer = Error{Fault::not_found, "no such call here"};

 private:
  Task<Result<void>> act(OrganizationKey organization, CallId call, CallAction action);

  ControlApi::Parts parts_;
  std::unique_ptr<ControlApi> api_;
  HttpRoutes routes_;
  Json document_;
};

}  // namespace parley::test
