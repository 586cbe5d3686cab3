// SPDX-License-Identifier: Apache-2.0
#include "database_meters.hpp"

namespace parley {
namespace {

// In the order of Fault.
constexpr std::array<std::string_view, 8> kFaults{"invalid_input", "not_found",   "unavailable", "timed_out",
                                                  "exhausted",     "unsupported", "closed",      "conflict"};

}  // namespace

DatabaseMeters::DatabaseMeters(Meters& meters)
    : seconds_(meters.histogram("parley_database_seconds", "From asking the database to its answer",
                                {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0})),
      in_use_(meters.gauge("parley_database_connections_in_use", "Connections to Postgres with work on them")) {
  for (std::size_t i = 0; i < kFaults.size(); ++i) {
    errors_.at(i) = &meters.counter("parley_database_errors_total", "Work that the database failed, by kind",
                                    {{"fault", std::string(kFaults.at(i))}});
  }
}

}  // namespace parley
