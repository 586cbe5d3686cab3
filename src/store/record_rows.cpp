// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "parley/core/rfc3339.hpp"
#include "parley/core/utf8.hpp"
#include "record_codec.hpp"
#include "record_json.hpp"

namespace parley {

using record_json::Json;

namespace {

Json text_or_null(const std::optional<WallTime>& when) { return when ? Json(format_rfc3339(*when)) : Json(nullptr); }

}  // namespace

std::string as_plain_text(std::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  while (!text.empty()) {
    const auto length = utf8_length(text);
    if (length == 0) {
      plain += "\xef\xbf\xbd";
    } else if (text.front() != '\0') {
      plain += text.substr(0, length);
    }
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return plain;
}

std::string calls_as_rows(const std::vector<CallDelta>& deltas) {
  Json rows = Json::array();
  for (const auto& delta : deltas) {
    const auto& call = delta.call;
    Json row;
    row["id"] = call.id.to_string();
    row["caller"] = as_plain_text(call.from);
    row["called"] = as_plain_text(call.to);
    row["transport"] = as_plain_text(call.transport);
    row["node"] = as_plain_text(call.node);
    row["started_at"] = format_rfc3339(call.started_at);
    row["answered_at"] = text_or_null(call.answered_at);
    row["ended_at"] = text_or_null(call.ended_at);
    row["end_reason"] = call.end_reason ? Json(to_string(*call.end_reason)) : Json(nullptr);
    row["recording_path"] = call.recording_path ? Json(as_plain_text(*call.recording_path)) : Json(nullptr);
    row["greeting"] = call.greeting ? record_json::of(*call.greeting) : Json(nullptr);
    row["turn_count"] = delta.turn_count;
    rows.push_back(std::move(row));
  }
  return record_json::text_of(rows);
}

std::string turns_as_rows(const std::vector<CallDelta>& deltas) {
  Json rows = Json::array();
  for (const auto& delta : deltas) {
    for (const auto& turn : delta.call.turns) {
      auto row = record_json::columns_of(turn);
      row["call_id"] = delta.call.id.to_string();
      row["number"] = turn.number;
      rows.push_back(std::move(row));
    }
  }
  return record_json::text_of(rows);
}

std::string callbacks_as_rows(const std::vector<Callback>& callbacks) {
  Json rows = Json::array();
  for (const auto& callback : callbacks) {
    rows.push_back({{"id", callback.id.to_string()},
                    {"call_id", callback.call.to_string()},
                    {"number", as_plain_text(callback.number)},
                    {"heard", as_plain_text(callback.heard)},
                    {"state", as_plain_text(callback.state)},
                    {"asked_at", format_rfc3339(callback.asked_at)}});
  }
  return record_json::text_of(rows);
}

}  // namespace parley
