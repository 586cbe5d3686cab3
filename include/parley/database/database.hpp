// SPDX-License-Identifier: Apache-2.0
// Postgres behind a bounded pool of connections. Callers await; work blocks on threads of the pool. A server that hangs
// costs its callers the deadline and no more: the connection is cut and made anew.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "parley/async/clock.hpp"
#include "parley/async/task.hpp"
#include "parley/core/ids.hpp"
#include "parley/core/log.hpp"
#include "parley/core/meters.hpp"
#include "parley/core/result.hpp"
#include "parley/database/sql.hpp"

namespace parley {

// One transaction on one connection. Used on the thread that the work was given to run on.
class DatabaseSession {
 public:
  virtual ~DatabaseSession() = default;
  // Faults: conflict (a constraint says no), invalid_input (a value does not fit), timed_out, unavailable. After a
  // failure the transaction is lost: every later call fails as well.
  virtual Result<Rows> execute(Sql statement, const std::vector<SqlValue>& values = {}) = 0;
  // From here on rows of this organization are seen and no others; the empty key sees nobody's.
  virtual Result<void> enter(const OrganizationKey& organization) = 0;
  // Who presents a key may see that key's row before it is known whose it is.
  virtual Result<void> present_key(const std::string& key_id) = 0;
};

struct DatabaseSettings {
  std::string url;                           // "postgresql://role@host/name", or a unix socket's directory as host
  std::size_t connections = 4;               // and threads
  std::size_t waiting = 256;                 // beyond it: Fault::exhausted at once
  std::chrono::milliseconds deadline{2000};  // from the asking to the answer; waiting for a connection included
};

struct DatabaseState {
  bool ready = false;   // the newest statement, or the newest try to connect, was answered
  std::string problem;  // without passwords; empty when ready
};

class Database {
 public:
  // Does not connect yet: whoever asks first waits for it. A url that cannot be read is told by check_database_url.
  static std::unique_ptr<Database> create(DatabaseSettings settings, Log log, Meters& meters);
  // Waits for work under way, at most its deadline. Goes before the loops of those who wait for it.
  virtual ~Database() = default;

  // Commits when `work` returns a value, rolls back when it returns an error or throws. `work` may refer to what the
  // awaiter owns: the awaiter waits for its end. Tries again, once, when a connection was found dead before the first
  // statement.
  template <class Work>
  Task<std::invoke_result_t<Work, DatabaseSession&>> transact(OrganizationKey organization, Work work) {
    return run(Use::transaction, std::move(organization), std::move(work));
  }
  // The same for one statement that only reads: no BEGIN and COMMIT around it.
  template <class Work>
  Task<std::invoke_result_t<Work, DatabaseSession&>> read(OrganizationKey organization, Work work) {
    return run(Use::read, std::move(organization), std::move(work));
  }

  // For a thread of its own (write-behind, the commands of the binary): blocks up to `deadline`, on a connection that
  // is not the pool's and that the calling thread keeps.
  virtual std::optional<Error> transact_here(const OrganizationKey& organization, std::chrono::milliseconds deadline,
                                             const std::function<std::optional<Error>(DatabaseSession&)>& work) = 0;

  virtual DatabaseState state() const = 0;  // thread-safe

 protected:
  enum class Use { read, transaction };
  // nullopt: done. Ends only after `work` has.
  virtual Task<std::optional<Error>> run_to_end(Use use, const OrganizationKey& organization,
                                                const std::function<std::optional<Error>(DatabaseSession&)>& work) = 0;

 private:
  template <class Work>
  Task<std::invoke_result_t<Work, DatabaseSession&>> run(Use use, OrganizationKey organization, Work work) {
    std::optional<std::invoke_result_t<Work, DatabaseSession&>> answer;
    auto once = [&](DatabaseSession& session) -> std::optional<Error> {
      answer.emplace(work(session));
      if (answer->has_value()) return std::nullopt;
      return answer->error();
    };
    std::function<std::optional<Error>(DatabaseSession&)> erased = once;
    const auto failed = co_await run_to_end(use, organization, erased);
    if (failed) co_return *failed;
    co_return std::move(*answer);
  }
};

// What is wrong with it, without its password; nullopt: nothing that can be seen without connecting.
std::optional<std::string> check_database_url(const std::string& url);
// The role that it connects as; empty when it names none.
std::string role_of_database_url(const std::string& url);

}  // namespace parley
