// SPDX-License-Identifier: Apache-2.0
// Callers who asked to be called back.
#include <algorithm>
#include <array>
#include <utility>

#include "answers.hpp"
#include "call_json.hpp"
#include "resources.hpp"

namespace parley {
namespace {

constexpr const char* kCallback = "callback with this id";
constexpr std::array<std::string_view, 3> kStates = {"open", "done", "cancelled"};

Task<HttpResponse> list_callbacks(const Ask& ask) {
  std::optional<HttpResponse> refusal;
  const auto page = page_asked(ask, refusal);
  if (!page) co_return std::move(*refusal);
  CallbackQuery query;
  query.organization = ask.organization;
  query.limit = page->limit;
  query.state = ask.request.query_value("state");
  if (query.state && std::find(kStates.begin(), kStates.end(), *query.state) == kStates.end()) {
    co_return refuse(ask, 400, "invalid_state", "'state' is open, done or cancelled.");
  }
  if (!page->cursor.empty()) {
    query.cursor = CallbackId::parse(page->cursor);
    if (!query.cursor) {
      co_return refuse(ask, 400, "invalid_cursor", "'cursor' is the next_cursor of the page before.");
    }
  }
  const auto found = co_await ask.tools.calls->callbacks(std::move(query));
  Json callbacks = Json::array();
  for (const auto& callback : found.callbacks) callbacks.push_back(to_json(callback));
  std::optional<std::string> next;
  if (found.next_cursor) next = found.next_cursor->to_string();
  auto json = page_json(std::move(callbacks), next);
  json["whole"] = found.whole;
  co_return json_answer(200, json);
}

Task<HttpResponse> show_callback(const Ask& ask) {
  const auto id = CallbackId::parse(ask.request.path_value("id"));
  if (!id) co_return not_found(ask, kCallback);
  auto found = co_await ask.tools.calls->callback(ask.organization, *id);
  if (!found) co_return failed(ask, found.error(), kCallback);
  if (!*found) co_return not_found(ask, kCallback);
  co_return json_answer(200, to_json(**found));
}

Task<HttpResponse> settle_callback(const Ask& ask) {
  const auto id = CallbackId::parse(ask.request.path_value("id"));
  if (!id) co_return not_found(ask, kCallback);
  auto state = ask.body["state"].get<std::string>();
  auto settled = co_await ask.tools.calls->settle_callback(ask.organization, *id, std::move(state), ask.note());
  if (!settled) co_return failed(ask, settled.error(), kCallback);
  co_return json_answer(200, to_json(*settled));
}

}  // namespace

std::vector<Endpoint> callbacks_api() {
  std::vector<Endpoint> all;
  all.emplace_back("GET", "/v1/callbacks", list_callbacks)
      .tell("callbacks", "List callers who want to be called back")
      .asks(Scope::calls_read)
      .query("state", R"({"$ref":"#/components/schemas/CallbackState"})", "Only those.")
      .paged()
      .gives(200, "CallbackPage", "A page.");
  all.emplace_back("GET", "/v1/callbacks/{id}", show_callback)
      .tell("callbacks", "One of them")
      .asks(Scope::calls_read)
      .gives(200, "Callback", "The callback.");
  all.emplace_back("PATCH", "/v1/callbacks/{id}", settle_callback)
      .tell("callbacks", "Settle a callback, or open it again", "From open to done or cancelled, and back.")
      .asks(Scope::calls_act)
      .takes("CallbackChange")
      .gives(200, "Callback", "As it is now.")
      .fails(409, "That is no step from its present state.");
  return all;
}

}  // namespace parley
