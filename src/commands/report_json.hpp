// SPDX-License-Identifier: Apache-2.0
// A call as `parley call` prints it.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "parley/peer/call_report.hpp"

namespace parley::commands {

nlohmann::ordered_json to_json(const peer::CallReport& report);
std::string to_text(const peer::CallReport& report);  // for people

}  // namespace parley::commands
