// SPDX-License-Identifier: Apache-2.0
#include "parley/api/control_api.hpp"

#include "api_scene.hpp"
#include "support/raw_client.hpp"
#include "support/served_http.hpp"

namespace parley {
namespace {

using test::ApiScene;

TEST(ControlApi, HealthAndMetricsNeedNoKey) {
  ApiScene scene;
  EXPECT_EQ(scene.get("/livez", "").response.body, "ok\n");
  EXPECT_EQ(scene.get("/readyz", "").status(), 200U);
  const auto metrics = scene.get("/metrics", "");
  EXPECT_EQ(metrics.header("Content-Type"), "text/plain; version=0.0.4; charset=utf-8");
  EXPECT_NE(metrics.response.body.find("parley_build_info{commit=\"abc\",version=\"1.2.3\"} 1"), std::string::npos);
  EXPECT_NE(scene.get("/", "").response.body.find("/openapi.json"), std::string::npos);
}

TEST(ControlApi, ServesThePageAndNothingBesideIt) {
  ApiScene scene;
  const auto page = scene.get("/try", "");
  EXPECT_EQ(page.header("Content-Type"), "text/html; charset=utf-8");
  EXPECT_TRUE(page.header("Content-Security-Policy").starts_with("default-src 'none';"));
  EXPECT_EQ(scene.get("/try/try.js", "").status(), 200U);
  EXPECT_EQ(scene.get("/try/nothing.js", "").code(), "not_found");
}

TEST(ControlApi, ReadinessTellsReasonsAndTheChain) {
  ApiScene scene;
  scene.node.links = {{"recogniser", LinkNeed::essential, {LinkState::broken, "", "no model", "scripts/setup"}},
                      {"call_log", LinkNeed::optional, {LinkState::degraded, "", "late", ""}}};
  const auto answer = scene.get("/readyz?verbose", "");
  EXPECT_EQ(answer.status(), 503U);
  EXPECT_NE(answer.header("Retry-After"), "");
  const auto body = answer.json();
  EXPECT_EQ(body["reasons"], Json::parse(R"(["no_engine: recogniser"])"));
  EXPECT_EQ(body["degraded"], Json::parse(R"(["call_log"])"));
  EXPECT_EQ(body["chain"][0]["remedy"], "scripts/setup");
  EXPECT_TRUE(body["chain"][1]["remedy"].is_null());
  EXPECT_FALSE(scene.get("/readyz", "").json().contains("chain"));
}

TEST(ControlApi, DescribesItself) {
  ApiScene scene;
  const auto served = scene.get("/openapi.json", "").response.body;
  EXPECT_EQ(served, scene.api().description());
  EXPECT_EQ(Json::parse(served)["info"]["version"], "1.2.3");
  EXPECT_TRUE(scene.get("/docs", "").header("Content-Security-Policy").starts_with("default-src 'none'"));
  EXPECT_EQ(scene.get("/docs/style.css", "").status(), 200U);
}

TEST(ControlApi, EveryRouteIsDescribedAndTheOtherWayRound) {
  ApiScene scene;
  auto routes = scene.api().routes().list();
  for (const char* other : {"GET /v1/browser", "GET /v1/twilio/voice", "POST /v1/twilio/voice", "GET /v1/twilio/media",
                            "GET /v1/twilio/media/"}) {
    routes.emplace_back(other);
  }
  EXPECT_EQ(scene.api().gaps(routes), std::vector<std::string>());
  routes.emplace_back("POST /v1/new");
  std::erase(routes, "GET /v1/calls");
  EXPECT_EQ(scene.api().gaps(routes),
            (std::vector<std::string>{"not described: POST /v1/new", "described, but not there: GET /v1/calls"}));
}

TEST(ControlApi, ProblemsHaveEveryMember) {
  HttpProblem problem(422, "invalid", "Two things.");
  problem.errors = {{"/a", "is wrong", 0, 0}, {"", "is wrong too", 3, 5}};
  EXPECT_EQ(Json::parse(ControlApi::problem(problem).body),
            Json::parse(R"({"type":"about:blank","title":"Unprocessable Content","status":422,"detail":"Two things.",
                            "instance":null,"code":"invalid","request_id":null,
                            "errors":[{"pointer":"/a","detail":"is wrong"},
                                      {"pointer":"","detail":"is wrong too","row":3,"line":5}]})"));
}

TEST(ControlApi, IsServedByTheServer) {
  ApiScene scene;
  HttpServerOptions options;
  options.problem = ControlApi::problem;
  const test::ServedHttp served(scene.api().routes(), std::move(options));
  test::RawClient client(served.port());
  client.send("GET /absent HTTP/1.1\r\nHost: x\r\nX-Request-Id: r1\r\n\r\n");
  const auto answer = client.response();
  EXPECT_EQ(Json::parse(answer.substr(answer.find("\r\n\r\n"))),
            Json::parse(R"({"type":"about:blank","title":"Not Found","status":404,
                            "detail":"Nothing is served at this path.","instance":"/absent","code":"not_found",
                            "request_id":"r1"})"));
  client.send("GET /try/..%2Fcontrol_api.cpp HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_TRUE(client.response().starts_with("HTTP/1.1 404 "));
  client.send("DELETE /v1/calls HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_NE(client.response().find("Allow: GET, HEAD\r\n"), std::string::npos);
  client.send("GET /v1/calls HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer demo-key-of-the-test\r\n\r\n");
  EXPECT_NE(client.response().find("RateLimit: \"default\";r=199;t=1\r\n"), std::string::npos);
}

}  // namespace
}  // namespace parley
