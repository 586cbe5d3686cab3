// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <exception>
#include <string_view>

#include "parley/core/result.hpp"

namespace parley {

// By SQLSTATE (PostgreSQL 15, appendix A); empty or unknown: unavailable.
Fault fault_of_state(std::string_view sqlstate, std::string_view message);

// What the server or libpqxx said, on one line. Statements' texts and values are left out.
Error fault_of(const std::exception& error);

}  // namespace parley
