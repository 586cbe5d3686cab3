// SPDX-License-Identifier: Apache-2.0
// The bodies of the scene, compiled once, and that it would notice an answer that is not as described.
#include "api_scene.hpp"

#include <boost/asio/co_spawn.hpp>
#include <cctype>
#include <optional>
#include <stdexcept>

#include "parley/net/percent_code.hpp"
#include "schema_check.hpp"

namespace parley::test {
namespace {

void read_query(const std::string& text, HttpRequest& request) {
  for (std::size_t start = 0; start <= text.size();) {
    const auto end = std::min(text.find('&', start), text.size());
    const auto pair = text.substr(start, end - start);
    const auto is = std::min(pair.find('='), pair.size());
    request.query.emplace_back(percent_decode(pair.substr(0, is), true).value(),
                               is < pair.size() ? percent_decode(pair.substr(is + 1), true).value() : "");
    start = end + 1;
  }
}

template <class T>
T run_on(asio::io_context& loop, ManualClock& clock, Task<T> work) {
  auto done = std::make_shared<std::optional<T>>();  // owners: the test, and the coroutine's end
  asio::co_spawn(loop, std::move(work), [done](std::exception_ptr error, T value) {
    if (error) std::rethrow_exception(error);
    done->emplace(std::move(value));
  });
  clock.drain();
  if (!*done) throw std::logic_error("the answer waits for something");
  return std::move(**done);
}

}  // namespace

// "/v1/calls/{id}" for "/v1/calls/x": the first of the document's paths with that method that fits.
std::string described_path(const Json& document, const std::string& method, const std::string& path) {
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
std::string against_description(const Json& document, const std::string& pattern, std::string method,
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

ApiScene::ApiScene(bool with_store) {
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
  EXPECT_TRUE(directory.serve(
      {{std::make_shared<const Organization>(demo), nullptr}, {std::make_shared<const Organization>(other), nullptr}}));
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

ApiScene::~ApiScene() = default;

ControlApi& ApiScene::api() {
  if (!api_) {
    api_ = std::make_unique<ControlApi>(parts_);
    routes_ = api_->routes();
    document_ = Json::parse(api_->description());
  }
  return *api_;
}

ApiAnswer ApiScene::ask(const ApiRequest& asked) {
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

HttpResponse ApiScene::run(Task<HttpResponse> work) { return run_on(loop, clock, std::move(work)); }
std::string ApiScene::run(Task<std::string> work) { return run_on(loop, clock, std::move(work)); }

Task<Result<void>> ApiScene::act(OrganizationKey, CallId call, CallAction action) {
  if (act_answer) acted.emplace_back(call, action);
  co_return act_answer;
}
Pattern ApiScene::pattern(const std::string& key, const std::string& reply) {
  Pattern made;
  made.key = key;
  made.reply = reply;
  made.examples = {"tell me about " + key};
  return made;
}

namespace {

TEST(ApiScene, KnowsWhichRouteWasAsked) {
  const auto document = Json::parse(R"({"paths":{"/a/{id}":{"get":{}},"/a/b":{"post":{}},"/a/{id}/c":{"get":{}}}})");
  EXPECT_EQ(described_path(document, "GET", "/a/b"), "/a/{id}");
  EXPECT_EQ(described_path(document, "POST", "/a/b"), "/a/b");
  EXPECT_EQ(described_path(document, "HEAD", "/a/x/c"), "/a/{id}/c");
  EXPECT_EQ(described_path(document, "GET", "/a/"), "");
}

TEST(ApiScene, NoticesAnswersThatAreNotAsDescribed) {
  ApiScene scene;
  const auto& document = scene.document();
  HttpResponse response(200, "application/json", R"({"data":[],"next_cursor":null,"whole":true})");
  EXPECT_EQ(against_description(document, "/v1/calls", "GET", response), "");
  response.body = R"({"data":[],"next_cursor":null})";
  EXPECT_NE(against_description(document, "/v1/calls", "GET", response), "");
  response.headers.set("Content-Type", "text/plain");
  EXPECT_NE(against_description(document, "/v1/calls", "GET", response), "");
  response.status = 418;
  EXPECT_NE(against_description(document, "/v1/calls", "GET", response), "");
}

}  // namespace
}  // namespace parley::test
