// SPDX-License-Identifier: Apache-2.0
#include "connection.hpp"

#include <algorithm>

#include "sql_fault.hpp"

namespace parley {
namespace {

constexpr Sql kSetScope = "SELECT set_config('parley.organization', $1, false), set_config('parley.key', $2, false)";
constexpr Sql kEnter = "SELECT set_config('parley.organization', $1, true)";
constexpr Sql kPresentKey = "SELECT set_config('parley.key', $1, true)";

Rows to_rows(const pqxx::result& result) {
  std::vector<std::vector<SqlValue>> rows;
  rows.reserve(result.size());
  for (const auto& row : result) {
    auto& values = rows.emplace_back();
    values.reserve(row.size());
    for (const auto& field : row) {
      if (field.is_null()) {
        values.emplace_back(std::nullopt);
      } else {
        values.emplace_back(std::in_place, field.c_str(), field.size());
      }
    }
  }
  return {std::move(rows), result.affected_rows()};
}

}  // namespace

// What one piece of work sees of the connection.
class Connection::Session : public DatabaseSession {
 public:
  Session(Connection& connection, pqxx::transaction_base& transaction, bool local)
      : connection_(connection), transaction_(transaction), local_(local) {}

  Result<Rows> execute(Sql statement, const std::vector<SqlValue>& values) override {
    if (failure_) return *failure_;
    for (const auto& value : values) {
      if (value && value->find('\0') != std::string::npos) {
        return fail({Fault::invalid_input, "text of the database cannot hold the character NUL"});
      }
    }
    return guarded([&] { return connection_.run(transaction_, statement, values); });
  }

  Result<void> enter(const OrganizationKey& organization) override {
    auto set = [&] {
      if (local_) return connection_.run(transaction_, kEnter, {organization.value});
      connection_.set_scope(transaction_, organization.value, connection_.key_);
      return Rows();
    };
    auto entered = guarded(set);
    if (!entered) return std::move(entered).error();
    return {};
  }

  Result<void> present_key(const std::string& key_id) override {
    auto set = [&] {
      if (local_) return connection_.run(transaction_, kPresentKey, {key_id});
      connection_.set_scope(transaction_, connection_.organization_, key_id);
      return Rows();
    };
    auto presented = guarded(set);
    if (!presented) return std::move(presented).error();
    return {};
  }

  const std::optional<Error>& failure() const { return failure_; }
  bool answered() const { return answered_; }

 private:
  template <class Ask>
  Result<Rows> guarded(Ask ask) {
    if (failure_) return *failure_;
    try {
      auto rows = ask();
      answered_ = true;
      return rows;
    } catch (const pqxx::sql_error& error) {
      // The plan was made for a table that a migration has changed since: another session makes another.
      if (error.sqlstate() == "0A000" || error.sqlstate() == "26000") connection_.usable_ = false;
      return fail(fault_of(error));
    } catch (const pqxx::failure& error) {
      return fail(fault_of(error));
    }
  }
  Error fail(Error error) {
    failure_ = error;
    return error;
  }

  Connection& connection_;
  pqxx::transaction_base& transaction_;
  bool local_;
  bool answered_ = false;
  std::optional<Error> failure_;
};

Connection::Connection(const Clock& clock, Watchdog& dog, const ConnectOptions& options)
    : dog_(dog), statement_timeout_(options.statement_timeout), connection_(clock, options) {}

const std::string& Connection::prepared(Sql statement) {
  const auto [known, is_new] = prepared_.try_emplace(statement.text());
  if (is_new) {
    known->second = "s" + std::to_string(prepared_.size());
    connection_.prepare(known->second, std::string(statement.text()));
  }
  return known->second;
}

Rows Connection::run(pqxx::transaction_base& transaction, Sql statement, const std::vector<SqlValue>& values) {
  std::vector<const char*> texts;
  texts.reserve(values.size());
  for (const auto& value : values) texts.push_back(value ? value->c_str() : nullptr);
  return to_rows(transaction.exec_prepared(prepared(statement), pqxx::prepare::make_dynamic_params(texts)));
}

void Connection::set_scope(pqxx::transaction_base& outside, const std::string& organization, const std::string& key) {
  if (organization == organization_ && key == key_) return;
  usable_ = false;  // until it is known what the session has
  run(outside, kSetScope, {organization, key});
  organization_ = organization;
  key_ = key;
  usable_ = true;
}

WorkEnd Connection::watched(Instant deadline, const std::function<void(WorkEnd&)>& use) {
  WorkEnd end;
  const Watchdog::Watch watch(dog_, connection_.sock(), deadline);
  try {
    use(end);
  } catch (const pqxx::failure& error) {
    end.error = fault_of(error);
    end.of_database = true;
    end.untouched = true;
  }
  if (watch.has_cut()) {
    usable_ = false;
    end.untouched = false;  // its time is over
    if (end.of_database && !end.in_doubt && end.error->fault == Fault::unavailable) {
      end.error = Error{Fault::timed_out, "the database did not answer in time"};
    }
  }
  end.untouched = end.untouched && !usable();
  return end;
}

WorkEnd Connection::read(const OrganizationKey& organization, Instant deadline, const DatabaseWork& work) {
  return watched(deadline, [&](WorkEnd& end) {
    pqxx::nontransaction plain(connection_);
    set_scope(plain, organization.value, "");
    Session session(*this, plain, false);
    end.error = work(session);
    if (session.failure()) {
      end.error = session.failure();
      end.of_database = true;
      end.untouched = !session.answered();
    }
  });
}

WorkEnd Connection::transact(const OrganizationKey& organization, Instant deadline, const DatabaseWork& work) {
  return watched(deadline, [&](WorkEnd& end) {
    {
      pqxx::nontransaction before(connection_);
      set_scope(before, organization.value, "");
    }
    pqxx::work transaction(connection_);
    Session session(*this, transaction, true);
    end.error = work(session);
    if (session.failure()) {
      end.error = session.failure();
      end.of_database = true;
      end.untouched = !session.answered();
    }
    if (!end.error) commit(transaction, end);
  });
}

void Connection::commit(pqxx::work& transaction, WorkEnd& end) const {
  try {
    transaction.commit();
    return;
  } catch (const pqxx::in_doubt_error&) {
    end.error = Error{Fault::unavailable,
                      "the connection was lost while the transaction ended: in doubt whether it "
                      "was kept; look before doing it again"};
    end.in_doubt = true;
  } catch (const pqxx::failure& error) {
    end.error = fault_of(error);
  }
  end.of_database = true;
}

}  // namespace parley
