// SPDX-License-Identifier: Apache-2.0
// The composition root: builds every part of a serving node, runs it, takes it apart in the right order.
#pragma once

#include "parley/config/settings.hpp"

namespace parley {

// Serves until SIGTERM or SIGINT; the exit code of the process. Says on stderr what hinders it, on stdout its doors.
int serve(const Settings& settings);

}  // namespace parley
