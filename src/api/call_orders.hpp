// SPDX-License-Identifier: Apache-2.0
// Actions on calls as JSON, and what one instance asks of another.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "json_body.hpp"
#include "parley/call/call_action.hpp"
#include "parley/core/ids.hpp"
#include "parley/core/result.hpp"
#include "parley/net/http_message.hpp"

namespace parley {

// {"type":"say","text":…}; nullopt: `faults` says why.
std::optional<CallAction> read_action(const Json& json, std::vector<HttpProblemPlace>& faults);
Json action_json(const CallAction& action);
const char* type_name(const CallAction& action);

struct CallOrder {
  OrganizationKey organization;
  CallId call;
  CallAction action;
};
// {"organization":…,"call":…,"action":{…}}
std::string write_order(const CallOrder& order);
std::optional<CallOrder> read_order(std::string_view text);

// {"taken":true}, or {"fault":"not_found","message":…}
std::string write_answer(const Result<void>& answer);
Result<void> read_answer(std::string_view text);

}  // namespace parley
