// SPDX-License-Identifier: Apache-2.0
// The JSON behind record_codec. What reads throws nlohmann's exceptions when the JSON is of another shape.
#pragma once

#include <nlohmann/json.hpp>

#include "record_codec.hpp"

namespace parley::record_json {

using Json = nlohmann::json;

std::string text_of(const Json& json);  // broken UTF-8 becomes U+FFFD

Json of(const CallDelta& delta);
Json of(const Callback& callback);
CallDelta delta_from(const Json& json);
Callback callback_from(const Json& json);

// The columns of a turn: caller_text, reply_text, caller, decision, reply, timings.
Json columns_of(const TurnRecord& turn);
TurnRecord turn_from_columns(const Json& row);  // an array, the number first
Json of(const AgentSaid& said);
AgentSaid said_from(const Json& json);

}  // namespace parley::record_json
