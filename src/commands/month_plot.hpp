// SPDX-License-Identifier: Apache-2.0
// The month as a picture: SVG without a library.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "month_run.hpp"

namespace parley::commands {

// A line for each share over the mean of all runs, the runs themselves thin behind it.
std::string month_plot(const std::vector<std::vector<MonthWindow>>& runs, std::size_t window);

}  // namespace parley::commands
