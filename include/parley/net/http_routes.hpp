// SPDX-License-Identifier: Apache-2.0
// Which function answers which method and path. Pure matching, apart from what the functions themselves do.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "parley/async/task.hpp"
#include "parley/net/http_message.hpp"
#include "parley/net/web_socket.hpp"

namespace parley {

// Runs on the server's executor. An exception is logged once and answered with 500.
using HttpAnswer = std::function<Task<HttpResponse>(HttpRequest)>;

class HttpRoutes {
 public:
  // `pattern`: "/v1/calls/{id}/recording"; a {name} matches one segment that is not empty. GET answers HEAD too.
  void add(std::string method, std::string pattern, HttpAnswer answer);
  // A path that is nothing but the door to a WebSocket; a GET that asks for none is answered with 426.
  void add_upgrade(std::string pattern, WebSocketGate gate);

  struct Match {
    const HttpAnswer* answer = nullptr;   // null: nothing answers
    const WebSocketGate* gate = nullptr;  // in place of an answer
    std::vector<std::pair<std::string, std::string>> parameters;
    std::string allow;  // methods of the path, "GET, HEAD"; empty when the path is unknown
  };
  Match find(std::string_view method, std::string_view path) const;

  // "GET /v1/calls/{id}", for checks against the description of the interface.
  std::vector<std::string> list() const;

 private:
  struct Route {
    std::string method;
    std::string pattern;
    HttpAnswer answer;
    WebSocketGate gate;  // then there is no answer
  };
  std::vector<Route> routes_;
};

}  // namespace parley
