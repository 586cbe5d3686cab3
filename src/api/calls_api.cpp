// SPDX-License-Identifier: Apache-2.0
// Calls: list, detail, recording, trace, erasure.
#include <filesystem>
#include <utility>

#include "answers.hpp"
#include "call_json.hpp"
#include "call_question.hpp"
#include "call_trace.hpp"
#include "figures_json.hpp"
#include "found_call.hpp"
#include "live_calls.hpp"
#include "parley/core/rfc3339.hpp"
#include "resources.hpp"

namespace parley {
namespace {

// More calls than an instance of this organization will ever have at once.
constexpr std::size_t kMostLive = 10000;

Task<HttpResponse> list_calls(const Ask& ask) {
  auto asked = call_query_of(ask);
  if (auto* refusal = std::get_if<HttpResponse>(&asked)) co_return std::move(*refusal);
  const auto& query = std::get<CallQuery>(asked);
  auto found = co_await ask.tools.calls->list(query);
  if (query.live_only && ask.parts().live != nullptr) {
    const auto others = co_await ask.parts().live->of(ask.organization, kMostLive);
    found.page = unite_live(query, found.page, others.calls, others.whole, ask.parts().node_id);
    found.whole = found.whole && others.whole;
  }
  Json calls = Json::array();
  for (const auto& record : found.page.calls) calls.push_back(to_json(record));
  std::optional<std::string> next;
  if (found.page.next_cursor) next = found.page.next_cursor->to_string();
  auto json = page_json(std::move(calls), next);
  json["whole"] = found.whole;
  co_return json_answer(200, json);
}

Task<HttpResponse> show_call(const Ask& ask) {
  auto found = co_await find_call(ask);
  if (auto* refusal = std::get_if<HttpResponse>(&found)) co_return std::move(*refusal);
  const auto& call = std::get<FoundCall>(found);
  auto json = to_json(call.record);
  json["router"] = totals_json(figures_of(call.record.turns));
  json["kept"] = to_string(call.kept);
  co_return json_answer(200, json);
}

Task<HttpResponse> play_recording(const Ask& ask) {
  auto found = co_await find_call(ask);
  if (auto* refusal = std::get_if<HttpResponse>(&found)) co_return std::move(*refusal);
  const auto& record = std::get<FoundCall>(found).record;
  if (!record.recording_path) co_return refuse(ask, 404, "no_recording", "This call was not recorded.");
  std::error_code error;
  const bool here = std::filesystem::exists(*record.recording_path, error);
  if (!here && !record.node.empty() && record.node != ask.parts().node_id) {
    co_return refuse(ask, 404, "recording_elsewhere", "The recording is on the disk of instance " + record.node + ".");
  }
  HttpResponse response;
  response.file = HttpFile{*record.recording_path, "audio/wav"};
  response.headers.add("Cache-Control", "no-store");
  co_return response;
}

Task<HttpResponse> trace_call(const Ask& ask) {
  auto found = co_await find_call(ask);
  if (auto* refusal = std::get_if<HttpResponse>(&found)) co_return std::move(*refusal);
  const auto& record = std::get<FoundCall>(found).record;
  Json json;
  json["call_id"] = record.id.to_string();
  json["started_at"] = format_rfc3339(record.started_at);
  json["spans"] = Json::array();
  for (const auto& span : call_trace(record)) {
    Json one;
    one["turn"] = span.turn;
    one["name"] = span.name;
    one["start_ms"] = span.start_ms;
    one["duration_ms"] = span.duration_ms ? Json(*span.duration_ms) : Json(nullptr);
    json["spans"].push_back(std::move(one));
  }
  co_return json_answer(200, json);
}

Json erasure_json(const Erasure& erasure) {
  Json json;
  json["calls"] = erasure.calls;
  json["recordings"] = erasure.recordings;
  json["callbacks"] = erasure.callbacks;
  return json;
}

Task<HttpResponse> erase_call(const Ask& ask) {
  auto found = co_await find_call(ask);
  if (auto* refusal = std::get_if<HttpResponse>(&found)) co_return std::move(*refusal);
  const auto& record = std::get<FoundCall>(found).record;
  if (!record.ended_at) co_return refuse(ask, 409, "call_is_live", "The call is still running; end it first.");
  auto erased = co_await ask.tools.calls->erase_call(ask.organization, record.id, ask.note());
  if (!erased) co_return failed(ask, erased.error(), "call with this id");
  co_return empty_answer();
}

Task<HttpResponse> erase_caller(const Ask& ask) {
  auto number = ask.body["number"].get<std::string>();
  auto erased = co_await ask.tools.calls->erase_caller(ask.organization, std::move(number), ask.note());
  if (!erased) co_return failed(ask, erased.error(), "such number");
  co_return json_answer(200, erasure_json(*erased));
}

}  // namespace

std::vector<Endpoint> calls_api() {
  constexpr const char* kText = R"({"type":"string","minLength":1,"maxLength":200})";
  constexpr const char* kTime = R"({"type":"string","format":"date-time"})";
  std::vector<Endpoint> all;
  all.emplace_back("GET", "/v1/calls", list_calls)
      .tell("calls", "List calls", "Newest first; with `state=live` those that run now, on every instance.")
      .asks(Scope::calls_read)
      .query("state", R"({"enum":["live"]})", "Only calls that run.")
      .query("from", kTime, "Started at or after.")
      .query("before", kTime, "Started before.")
      .query("number", kText, "Part of the caller's or the called number.")
      .query("text", kText, "Part of what was said by either side.")
      .query("end_reason", R"({"$ref":"#/components/schemas/EndReason"})", "Why the call ended.")
      .paged()
      .gives(200, "CallPage", "A page.");
  all.emplace_back("GET", "/v1/calls/{id}", show_call)
      .tell("calls", "One call with its turns", "Also while it runs, on whatever instance.")
      .asks(Scope::calls_read)
      .gives(200, "Call", "The call.");
  all.emplace_back("GET", "/v1/calls/{id}/recording", play_recording)
      .tell("calls", "The sound of a call", "WAV, caller left, agent right; honours Range.")
      .asks(Scope::calls_read)
      .gives(200, "", "The recording.", "audio/wav")
      .gives(206, "", "A part of it.", "audio/wav")
      .fails(416, "There is no such part.");
  all.emplace_back("GET", "/v1/calls/{id}/trace", trace_call)
      .tell("calls", "Where the time of each turn went", "Spans by the names of docs/architecture.md.")
      .asks(Scope::calls_read)
      .gives(200, "Trace", "The spans.");
  all.emplace_back("DELETE", "/v1/calls/{id}", erase_call)
      .tell("calls", "Erase a call", "Record, turns, recording and callbacks, for good; audited.")
      .asks(Scope::calls_erase)
      .gives(204, "", "It is erased.")
      .fails(409, "It is still running.");
  all.emplace_back("POST", "/v1/calls/erase", erase_caller)
      .tell("calls", "Erase a caller", "Every call from or to a number, for good; audited.")
      .asks(Scope::calls_erase)
      .takes("EraseCaller")
      .acts_once()
      .gives(200, "Erasure", "What was erased.");
  return all;
}

}  // namespace parley
