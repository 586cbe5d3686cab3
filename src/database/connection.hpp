// SPDX-License-Identifier: Apache-2.0
// One connection and what its session holds: the organization whose rows are seen, and prepared statements.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "parley/database/database.hpp"
#include "timed_connection.hpp"
#include "watchdog.hpp"

namespace parley {

using DatabaseWork = std::function<std::optional<Error>(DatabaseSession&)>;

// How a piece of work ended.
struct WorkEnd {
  std::optional<Error> error;
  bool of_database = false;  // the error is the database's, not what the work makes of its rows
  bool in_doubt = false;     // the connection went during the commit
  bool untouched = false;    // the connection was found dead before a statement of the work was answered
};

class Connection {
 public:
  // Throws pqxx::broken_connection, before the deadline of the options.
  Connection(const Clock& clock, Watchdog& dog, const ConnectOptions& options);

  // Each at most until the deadline. Exceptions of the work pass through.
  WorkEnd read(const OrganizationKey& organization, Instant deadline, const DatabaseWork& work);
  WorkEnd transact(const OrganizationKey& organization, Instant deadline, const DatabaseWork& work);

  // Not after a deadline, a lost connection, or an error that leaves the session in doubt.
  bool usable() const { return usable_ && connection_.is_open(); }
  std::chrono::milliseconds statement_timeout() const { return statement_timeout_; }

 private:
  class Session;

  // Of the session, outside of transactions: what is set here no rollback takes back.
  void set_scope(pqxx::transaction_base& outside, const std::string& organization, const std::string& key);
  Rows run(pqxx::transaction_base& transaction, Sql statement, const std::vector<SqlValue>& values);
  const std::string& prepared(Sql statement);
  WorkEnd watched(Instant deadline, const std::function<void(WorkEnd&)>& use);
  void commit(pqxx::work& transaction, WorkEnd& end) const;

  Watchdog& dog_;
  std::chrono::milliseconds statement_timeout_;
  TimedConnection connection_;
  bool usable_ = true;
  std::string organization_;  // as the session has it
  std::string key_;
  std::unordered_map<std::string_view, std::string> prepared_;  // by text, which is a literal
};

}  // namespace parley
