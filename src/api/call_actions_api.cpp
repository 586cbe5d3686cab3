// SPDX-License-Identifier: Apache-2.0
// What an operator does to a call that runs, here or on another instance.
#include <utility>

#include "answers.hpp"
#include "call_orders.hpp"
#include "resources.hpp"

namespace parley {
namespace {

constexpr std::chrono::seconds kOtherInstance{2};
constexpr const char* kCall = "call with this id that runs";

struct Taken {
  Result<void> answer;
  std::string node;
};

bool nobody(const Result<void>& answer) { return !answer && answer.error().fault == Fault::not_found; }

Task<Result<void>> act_here(const Ask& ask, const CallOrder& order) {
  if (!ask.parts().act) co_return Error{Fault::not_found, "no calls are answered here"};
  auto answer = co_await ask.parts().act(order.organization, order.call, order.action);
  co_return answer;
}

// The other instance checks the organization again: its own record decides.
Task<Taken> act_elsewhere(const Ask& ask, const CallOrder& order) {
  const auto& parts = ask.parts();
  Taken taken{Error{Fault::not_found, "no instance has it"}, ""};
  if (parts.live == nullptr || parts.cluster == nullptr) co_return taken;
  auto node = co_await parts.live->node_of(order.call);
  if (!node) {
    taken.answer = Error{Fault::unavailable, node.error().message};
    co_return taken;
  }
  if (!*node || **node == parts.node_id) co_return taken;
  taken.node = **node;
  auto answer = co_await parts.cluster->ask(taken.node, write_order(order), kOtherInstance);
  if (answer) {
    taken.answer = read_answer(*answer);
  } else {
    taken.answer = Error{answer.error().fault, answer.error().message};
  }
  co_return taken;
}

// The call has taken it already: without a database the log line has to do.
Task<void> note_down(const Ask& ask, const CallOrder& order) {
  if (ask.parts().keys == nullptr) co_return;
  auto noted = co_await ask.parts().keys->note_action(
      order.organization, std::string("call.") + type_name(order.action), "call " + order.call.to_string(),
      action_json(order.action).dump(), ask.note());
  if (!noted) ask.parts().log.warning("call.action_not_audited", noted.error().message);
}

HttpResponse refused(const Ask& ask, const Error& error) {
  switch (error.fault) {
    case Fault::not_found:
    case Fault::closed:
      return not_found(ask, kCall);
    case Fault::invalid_input:
      return refuse(ask, 422, "invalid", error.message);
    case Fault::unsupported:
    case Fault::conflict:
      return refuse(ask, 409, "unsupported", error.message);
    case Fault::exhausted:
    case Fault::unavailable:
    case Fault::timed_out:
      break;
  }
  auto response =
      refuse(ask, 503, "instance_unavailable", "The instance that has the call does not take it: " + error.message);
  response.headers.add("Retry-After", "1");
  return response;
}

Task<HttpResponse> act_on_call(const Ask& ask) {
  const auto id = CallId::parse(ask.request.path_value("id"));
  if (!id) co_return not_found(ask, kCall);
  std::vector<HttpProblemPlace> faults;
  auto action = read_action(ask.body, faults);
  if (!action) co_return invalid(ask, std::move(faults));
  const CallOrder order{ask.organization, *id, std::move(*action)};
  Taken taken;
  taken.node = ask.parts().node_id;
  taken.answer = co_await act_here(ask, order);
  if (nobody(taken.answer)) taken = co_await act_elsewhere(ask, order);
  if (!taken.answer) co_return refused(ask, taken.answer.error());
  ask.parts().log.info(
      "call.action", type_name(order.action),
      {{"call", id->to_string()}, {"actor", ask.identity.actor}, {"request_id", ask.request.request_id}});
  co_await note_down(ask, order);
  Json json;
  json["call_id"] = id->to_string();
  json["type"] = type_name(order.action);
  json["node"] = taken.node.empty() ? Json(nullptr) : Json(taken.node);
  co_return json_answer(202, json);
}

}  // namespace

std::vector<Endpoint> call_actions_api() {
  std::vector<Endpoint> all;
  auto& act = all.emplace_back("POST", "/v1/calls/{id}/actions", act_on_call)
                  .tell("calls", "Say something, end the call, send keys",
                        "Whatever instance has the call. Answered when the call has taken it, not when it is done.")
                  .asks(Scope::calls_act)
                  .takes("CallAction")
                  .acts_once()
                  .gives(202, "ActionTaken", "The call has taken it.")
                  .fails(409, "The line of this call cannot do that.");
  act.once_without_store = true;
  return all;
}

Task<std::string> answer_cluster_request(std::function<Task<Result<void>>(OrganizationKey, CallId, CallAction)> act,
                                         std::string request) {
  auto order = read_order(request);
  if (!order) co_return write_answer(Error{Fault::unsupported, "this instance does not know the request"});
  const auto answer = co_await act(order->organization, order->call, order->action);
  co_return write_answer(answer);
}

}  // namespace parley
