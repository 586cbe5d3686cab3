// SPDX-License-Identifier: Apache-2.0
// What is open to whoever reaches the port: health, metrics, the page, the description.
#include "answers.hpp"
#include "docs_page.hpp"
#include "link_json.hpp"
#include "resources.hpp"
#include "try_page.hpp"

namespace parley {
namespace {

Task<HttpResponse> doors(const Ask& ask) {
  co_return HttpResponse(200, "text/plain; charset=utf-8",
                         "parley " + ask.parts().build.version +
                             "\n/try: talk to it in a browser\n/livez  /readyz?verbose  /metrics\n"
                             "/docs  /openapi.json: everything under /v1   (Authorization: Bearer KEY)\n");
}

Task<HttpResponse> liveness(const Ask&) { co_return text_answer("text/plain; charset=utf-8", "ok\n"); }

Task<HttpResponse> readiness(const Ask& ask) {
  const auto node = ask.parts().node();
  const auto readiness = decide_readiness(node);
  Json json;
  json["ready"] = readiness.ready;
  json["reasons"] = readiness.reasons;
  if (ask.request.query_value("verbose")) {
    json["degraded"] = readiness.degraded;
    json["draining"] = node.draining;
    json["chain"] = chain_json(node.links);
  }
  auto response = json_answer(readiness.ready ? 200 : 503, json);
  if (!readiness.ready) response.headers.add("Retry-After", "5");
  co_return response;
}

Task<HttpResponse> metrics(const Ask& ask) {
  const auto format = choose_metrics_format(ask.request.headers.get("Accept"));
  co_return HttpResponse(200, std::string(content_type(format)), ask.parts().meters->expose(format));
}

Task<HttpResponse> try_out(const Ask& ask) {
  auto page = try_page(ask.request.path_value("file"));
  if (page) co_return std::move(*page);
  co_return refuse(ask, 404, "not_found", "The page has no such file.");
}

Task<HttpResponse> description(const Ask& ask) {
  HttpResponse response(200, "application/json", *ask.tools.description);
  response.headers.add("Cache-Control", "no-cache");
  response.headers.add("X-Content-Type-Options", "nosniff");
  co_return response;
}

Task<HttpResponse> docs(const Ask& ask) { co_return docs_page(*ask.tools.description); }
Task<HttpResponse> docs_style(const Ask&) { co_return docs_stylesheet(); }

constexpr const char* kPlain = "text/plain; charset=utf-8";
constexpr const char* kHtml = "text/html; charset=utf-8";

}  // namespace

std::vector<Endpoint> health_api() {
  std::vector<Endpoint> all;
  all.emplace_back("GET", "/", doors).tell("open", "What is where").gives(200, "", "A few lines.", kPlain);
  all.emplace_back("GET", "/livez", liveness)
      .tell("open", "Whether the process answers", "Depends on nothing else.")
      .gives(200, "", "It does.", kPlain)
      .limited = false;
  all.emplace_back("GET", "/readyz", readiness)
      .tell("open", "Whether calls can be answered",
            "A database or Redis that is away keeps it ready; `?verbose` names what is degraded.")
      .query("verbose", R"({"type":"string"})", "Given: with the chain from the wire to the voice.")
      .gives(200, "Readiness", "They can.")
      .gives(503, "Readiness", "They cannot; `reasons` says why.")
      .limited = false;
  all.emplace_back("GET", "/metrics", metrics)
      .tell("open", "Metrics", "Prometheus text, or OpenMetrics when asked for.")
      .gives(200, "", "The metrics.", kPlain)
      .limited = false;
  all.emplace_back("GET", "/try", try_out).tell("open", "The page to talk to it").gives(200, "", "The page.", kHtml);
  all.emplace_back("GET", "/try/{file}", try_out)
      .tell("open", "Files of the page")
      .gives(200, "", "The file.", "*/*")
      .fails(404, "There is no such file.");
  all.emplace_back("GET", "/openapi.json", description)
      .tell("open", "This description", "OpenAPI 3.1.")
      .gives(200, "", "The description.", "application/json");
  all.emplace_back("GET", "/docs", docs).tell("open", "This description for people").gives(200, "", "A page.", kHtml);
  all.emplace_back("GET", "/docs/style.css", docs_style)
      .tell("open", "How that page looks")
      .gives(200, "", "A style sheet.", "text/css; charset=utf-8");
  return all;
}

std::vector<Endpoint> doors_of_others() {
  std::vector<Endpoint> all;
  all.emplace_back("GET", "/v1/browser", nullptr)
      .tell("doors", "A call from a browser",
            "WebSocket; docs/browser-protocol.md. The key stands in the first message and needs calls:act.")
      .gives(101, "", "The socket is open.")
      .fails(403, "A page of another site.")
      .fails(426, "No WebSocket was asked for.")
      .fails(503, "Draining, or too many sockets that have not said hello.");
  for (const char* verb : {"GET", "POST"}) {
    all.emplace_back(verb, "/v1/twilio/voice", nullptr)
        .tell("doors", "Twilio asks what to do with a call", "Form fields as Twilio sends them, signed.")
        .gives(200, "", "TwiML.", "text/xml")
        .fails(403, "The signature is wrong.");
  }
  for (const char* path : {"/v1/twilio/media", "/v1/twilio/media/"}) {
    all.emplace_back("GET", path, nullptr)
        .tell("doors", "Twilio's media stream", "WebSocket.")
        .gives(101, "", "The socket is open.")
        .fails(426, "No WebSocket was asked for.");
  }
  return all;
}

}  // namespace parley
