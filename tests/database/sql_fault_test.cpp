// SPDX-License-Identifier: Apache-2.0
#include "sql_fault.hpp"

#include <gtest/gtest.h>

#include <pqxx/pqxx>
#include <vector>

#include "timed_connection.hpp"

namespace parley {
namespace {

TEST(SqlFault, FollowsTheState) {
  struct Case {
    std::string_view state;
    std::string_view message;
    Fault fault;
  };
  const std::vector<Case> cases{
      {"23505", "", Fault::conflict},
      {"23503", "", Fault::conflict},
      {"23P01", "", Fault::conflict},
      {"40001", "", Fault::conflict},
      {"40P01", "", Fault::conflict},
      {"23514", "", Fault::invalid_input},
      {"23502", "", Fault::invalid_input},
      {"22P02", "", Fault::invalid_input},
      {"22021", "", Fault::invalid_input},
      {"57014", "", Fault::timed_out},
      {"55P03", "", Fault::timed_out},
      {"57P01", "", Fault::unavailable},
      {"08006", "", Fault::unavailable},
      {"53300", "", Fault::unavailable},
      {"42P01", "", Fault::unavailable},
      {"40003", "", Fault::unavailable},
      {"", "", Fault::unavailable},
      {"42501", "permission denied for table calls", Fault::unavailable},
      {"42501", "new row violates row-level security policy for table \"calls\"", Fault::invalid_input},
  };
  for (const auto& one : cases) EXPECT_EQ(fault_of_state(one.state, one.message), one.fault) << one.state;
}

TEST(SqlFault, TellsTheHeadlineWithoutTheRow) {
  const pqxx::unique_violation taken(
      "ERROR:  duplicate key value violates unique constraint \"tenants_key_key\"\nDETAIL:  Key (key)=(alpha) "
      "already exists.\n",
      "INSERT …", "23505");
  const auto error = fault_of(taken);
  EXPECT_EQ(error.fault, Fault::conflict);
  EXPECT_EQ(error.message, "duplicate key value violates unique constraint \"tenants_key_key\" (SQLSTATE 23505)");
}

TEST(SqlFault, KnowsStatesThatTheLibraryKeepsAsTypes) {
  EXPECT_EQ(fault_of(pqxx::deadlock_detected("deadlock detected")).fault, Fault::conflict);
  EXPECT_EQ(fault_of(pqxx::serialization_failure("could not serialize")).fault, Fault::conflict);
  EXPECT_EQ(fault_of(pqxx::insufficient_privilege("permission denied", "")).fault, Fault::unavailable);
  EXPECT_EQ(fault_of(pqxx::broken_connection("gone")).fault, Fault::unavailable);
  EXPECT_EQ(fault_of(ConnectTimedOut("slow")).fault, Fault::timed_out);
}

}  // namespace
}  // namespace parley
