// SPDX-License-Identifier: Apache-2.0
// The record of a call as JSON: the shape that docs/api.md promises. What is absent is null.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "parley/store/call_log.hpp"

namespace parley {

nlohmann::ordered_json to_json(const TurnRecord& turn);
nlohmann::ordered_json to_json(const CallRecord& record);
nlohmann::ordered_json to_json(const Callback& callback);

}  // namespace parley
