// SPDX-License-Identifier: Apache-2.0
// HTTP/1.1 for the control interface. Give it an event loop of its own: files are read on it.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "parley/async/clock.hpp"
#include "parley/async/task.hpp"
#include "parley/core/log.hpp"
#include "parley/core/meters.hpp"
#include "parley/core/result.hpp"
#include "parley/net/http_routes.hpp"

namespace parley {

struct HttpServerOptions {
  std::string bind = "127.0.0.1";
  std::uint16_t port = 8080;  // 0: any free one
  std::size_t connections = 512;
  std::size_t connections_per_peer = 256;  // of one address: slow clients of one cannot take every place
  std::size_t header_bytes = 16 * 1024;
  std::size_t body_bytes = 1024 * 1024;
  std::chrono::milliseconds idle{60000};   // between requests
  std::chrono::milliseconds read{10000};   // from a request's first byte to its last
  std::chrono::milliseconds write{30000};  // for each piece of 64 KiB
  std::chrono::milliseconds grace{5000};   // for requests under way when stop() is called
  // Bodies of errors, of the server's own and of routes that throw; plain text when not set.
  std::function<HttpResponse(const HttpProblem&)> problem;
  Log log;
  Meters* meters = nullptr;  // may be null
};

class HttpServer {
 public:
  // Destroy it only after run() has ended.
  // Binds and listens. `home` runs on one thread; `clock` outlives the server.
  static Result<std::unique_ptr<HttpServer>> open(Executor home, Clock& clock, HttpRoutes routes,
                                                  HttpServerOptions options);
  virtual ~HttpServer() = default;

  virtual std::uint16_t port() const = 0;
  // Accepts and answers until stop() or cancellation. To be awaited once, as the root of a co_spawn on `home`.
  virtual Task<void> run() = 0;
  // From any thread: no new connections; requests under way get `grace` to end.
  virtual void stop() = 0;
};

}  // namespace parley
