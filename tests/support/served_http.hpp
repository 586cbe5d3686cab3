// SPDX-License-Identifier: Apache-2.0
// An HTTP server on a free loopback port with a thread of its own, ended with the test.
#pragma once

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <future>
#include <memory>
#include <thread>

#include "parley/async/clock.hpp"
#include "parley/net/http_server.hpp"

namespace parley::test {

class ServedHttp {
 public:
  explicit ServedHttp(HttpRoutes routes, HttpServerOptions options = {}) {
    options.port = 0;
    auto opened = HttpServer::open(loop_.get_executor(), *clock_, std::move(routes), std::move(options));
    if (!opened) throw std::runtime_error(opened.error().message);
    server_ = std::move(*opened);
    auto done = [this](std::exception_ptr error) { ended_.set_value(error); };
    asio::co_spawn(loop_, server_->run(), done);
    thread_ = std::thread([this] { loop_.run(); });
  }
  ServedHttp(const ServedHttp&) = delete;
  ServedHttp& operator=(const ServedHttp&) = delete;
  ~ServedHttp() {
    server_->stop();
    thread_.join();
    EXPECT_EQ(ended_.get_future().get(), nullptr) << "run() failed";
  }

  std::uint16_t port() const { return server_->port(); }
  HttpServer& server() { return *server_; }
  Clock& clock() { return *clock_; }

 private:
  std::unique_ptr<Clock> clock_ = create_system_clock();
  asio::io_context loop_{1};
  std::unique_ptr<HttpServer> server_;
  std::promise<std::exception_ptr> ended_;
  std::thread thread_;
};

}  // namespace parley::test
