// SPDX-License-Identifier: Apache-2.0
// A connection of libpqxx that was made before a deadline and is never made anew behind our back: what a session
// holds (tenant, prepared statements) would be lost without a word.
#pragma once

#include <chrono>
#include <pqxx/pqxx>
#include <string>

#include "parley/async/clock.hpp"

namespace parley {

struct ConnectTimedOut : pqxx::broken_connection {
  using pqxx::broken_connection::broken_connection;
};

struct ConnectOptions {
  std::string url;
  Instant deadline{};
  std::chrono::milliseconds statement_timeout{0};  // the server gives up a statement by itself; 0: never
};

// libpq's PQconnectdb has no deadline below two seconds and none at all on a unix socket. Only a host's name is
// looked up beyond the deadline: that is the system's resolver.
class ConnectBeforeDeadline : public pqxx::connectionpolicy {
 public:
  ConnectBeforeDeadline(const Clock& clock, ConnectOptions options);
  handle do_startconnect(handle made) override;

 private:
  void wait_for(handle connecting) const;

  const Clock& clock_;
  ConnectOptions options_;
};

class TimedConnection : public pqxx::connection_base {
 public:
  // Throws pqxx::broken_connection, in time.
  TimedConnection(const Clock& clock, ConnectOptions options);
  ~TimedConnection();

 private:
  ConnectBeforeDeadline policy_;
};

}  // namespace parley
