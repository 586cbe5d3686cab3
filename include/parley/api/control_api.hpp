// SPDX-License-Identifier: Apache-2.0
// What operators and programs ask the server over HTTP: health, metrics, calls and their recordings.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "parley/api/api_key.hpp"
#include "parley/call/organization_directory.hpp"
#include "parley/core/ids.hpp"
#include "parley/net/http_message.hpp"
#include "parley/net/http_routes.hpp"
#include "parley/ops/health.hpp"
#include "parley/ops/metrics.hpp"
#include "parley/store/call_log.hpp"

namespace parley {

// Outlives the server that it has given routes to. Thread-safe as far as its parts are.
class ControlApi {
 public:
  struct Parts {
    const RecentCalls* calls = nullptr;
    const OrganizationDirectory* organizations = nullptr;
    const MeterRegistry* meters = nullptr;
    std::function<NodeState()> node;
    std::vector<ApiKey> keys;
    Build build;
  };

  explicit ControlApi(Parts parts);
  ControlApi(const ControlApi&) = delete;
  ControlApi& operator=(const ControlApi&) = delete;

  HttpRoutes routes() const;
  // RFC 9457 body of an error; also for HttpServerOptions::problem.
  static HttpResponse problem(const HttpProblem& problem);

 private:
  HttpResponse doors(const HttpRequest& request) const;
  HttpResponse liveness(const HttpRequest& request) const;
  HttpResponse readiness(const HttpRequest& request) const;
  HttpResponse metrics(const HttpRequest& request) const;
  HttpResponse try_out(const HttpRequest& request) const;
  HttpResponse organizations(const HttpRequest& request) const;
  HttpResponse calls(const HttpRequest& request, const OrganizationKey& organization) const;
  HttpResponse call(const HttpRequest& request, const OrganizationKey& organization) const;
  HttpResponse recording(const HttpRequest& request, const OrganizationKey& organization) const;
  HttpResponse callbacks(const HttpRequest& request, const OrganizationKey& organization) const;
  HttpResponse unauthorized(const HttpRequest& request) const;

  Parts parts_;
};

}  // namespace parley
