// SPDX-License-Identifier: Apache-2.0
#include "timed_connection.hpp"

#include <libpq-fe.h>
#include <poll.h>

#include <algorithm>
#include <memory>
#include <string_view>
#include <vector>

namespace parley {
namespace {

using Connecting = std::unique_ptr<PGconn, decltype(&PQfinish)>;
using Parsed = std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)>;

std::string first_line(const char* message) {
  std::string text = message ? message : "";
  std::replace(text.begin(), text.end(), '\n', ' ');
  while (!text.empty() && text.back() == ' ') text.pop_back();
  return text;
}

Connecting start(const ConnectOptions& options) {
  char* fault = nullptr;
  const Parsed parsed(PQconninfoParse(options.url.c_str(), &fault), &PQconninfoFree);
  PQfreemem(fault);  // would quote the URL
  if (!parsed) throw pqxx::broken_connection("the database's URL cannot be read");
  const auto timeout = "-c statement_timeout=" + std::to_string(options.statement_timeout.count());
  std::string server_options = timeout;
  std::vector<const char*> names{"fallback_application_name", "client_encoding"};
  std::vector<const char*> values{"parley", "UTF8"};
  for (const auto* one = parsed.get(); one->keyword; ++one) {
    if (!one->val) continue;
    if (std::string_view(one->keyword) == "options") {
      server_options = timeout + " " + one->val;
      continue;
    }
    names.push_back(one->keyword);
    values.push_back(one->val);
  }
  names.push_back("options");
  values.push_back(server_options.c_str());
  names.push_back(nullptr);
  values.push_back(nullptr);
  return {PQconnectStartParams(names.data(), values.data(), 0), &PQfinish};
}

}  // namespace

ConnectBeforeDeadline::ConnectBeforeDeadline(const Clock& clock, ConnectOptions options)
    : connectionpolicy(std::string()), clock_(clock), options_(std::move(options)) {}

ConnectBeforeDeadline::handle ConnectBeforeDeadline::do_startconnect(handle made) {
  if (made) return made;
  auto connecting = start(options_);
  if (!connecting) throw std::bad_alloc();
  wait_for(connecting.get());
  return connecting.release();
}

void ConnectBeforeDeadline::wait_for(handle connecting) const {
  auto state = PGRES_POLLING_WRITING;
  while (PQstatus(connecting) != CONNECTION_BAD && state != PGRES_POLLING_OK && state != PGRES_POLLING_FAILED) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(options_.deadline - clock_.now()).count();
    pollfd socket{PQsocket(connecting), static_cast<short>(state == PGRES_POLLING_READING ? POLLIN : POLLOUT), 0};
    if (left <= 0 || poll(&socket, 1, static_cast<int>(left)) == 0) {
      throw ConnectTimedOut("the database does not answer who connects");
    }
    state = PQconnectPoll(connecting);
  }
  if (PQstatus(connecting) != CONNECTION_OK) throw pqxx::broken_connection(first_line(PQerrorMessage(connecting)));
}

TimedConnection::TimedConnection(const Clock& clock, ConnectOptions options)
    : connection_base(policy_), policy_(clock, std::move(options)) {
  init();
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
  inhibit_reactivation(true);  // goes with libpqxx 7, which never makes a connection anew
#pragma GCC diagnostic pop
}

TimedConnection::~TimedConnection() { close(); }

}  // namespace parley
