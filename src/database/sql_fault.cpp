// SPDX-License-Identifier: Apache-2.0
#include "sql_fault.hpp"

#include <algorithm>
#include <pqxx/except.hxx>

#include "timed_connection.hpp"

namespace parley {
namespace {

// The first line alone: DETAIL quotes values of the row.
std::string headline(std::string_view message) {
  message = message.substr(0, message.find('\n'));
  constexpr std::string_view kPrefix = "ERROR:";
  if (message.substr(0, kPrefix.size()) == kPrefix) message.remove_prefix(kPrefix.size());
  while (!message.empty() && message.front() == ' ') message.remove_prefix(1);
  return std::string(message);
}

// libpqxx 6.4 keeps some states as types alone.
std::string state_of(const std::exception& error) {
  if (dynamic_cast<const pqxx::insufficient_privilege*>(&error)) return "42501";
  if (dynamic_cast<const pqxx::statement_completion_unknown*>(&error)) return "40003";
  if (dynamic_cast<const pqxx::transaction_rollback*>(&error)) return "40001";  // deadlocks as well
  const auto* said = dynamic_cast<const pqxx::sql_error*>(&error);
  return said ? said->sqlstate() : "";
}

}  // namespace

Fault fault_of_state(std::string_view sqlstate, std::string_view message) {
  const auto kind = sqlstate.substr(0, 2);
  if (sqlstate == "57014") return Fault::timed_out;    // query_canceled: statement_timeout
  if (sqlstate == "55P03") return Fault::timed_out;    // lock_not_available
  if (sqlstate == "25P03") return Fault::timed_out;    // idle_in_transaction_session_timeout
  if (sqlstate == "40003") return Fault::unavailable;  // statement_completion_unknown
  if (kind == "40") return Fault::conflict;            // serialization failure, deadlock
  if (sqlstate == "23505" || sqlstate == "23503" || sqlstate == "23P01") return Fault::conflict;
  if (kind == "22" || kind == "23") return Fault::invalid_input;
  // Of grants it is unavailable, of a policy invalid; both are 42501 and only the text differs.
  if (sqlstate == "42501" && message.find("row-level security") != std::string_view::npos) return Fault::invalid_input;
  return Fault::unavailable;
}

Error fault_of(const std::exception& error) {
  if (dynamic_cast<const ConnectTimedOut*>(&error)) return {Fault::timed_out, error.what()};
  if (const auto state = state_of(error); !state.empty()) {
    return {fault_of_state(state, error.what()), headline(error.what()) + " (SQLSTATE " + state + ")"};
  }
  if (dynamic_cast<const pqxx::broken_connection*>(&error)) {
    return {Fault::unavailable, "the database cannot be reached: " + headline(error.what())};
  }
  return {Fault::unavailable, "the database did not answer as expected: " + headline(error.what())};
}

}  // namespace parley
