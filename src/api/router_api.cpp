// SPDX-License-Identifier: Apache-2.0
// What the router makes of a sentence, and the answers that may become patterns.
#include <algorithm>
#include <array>
#include <utility>

#include "answers.hpp"
#include "figures_json.hpp"
#include "parley/core/rfc3339.hpp"
#include "parley/router/normalise.hpp"
#include "parley/router/rollout.hpp"
#include "resources.hpp"
#include "route_json.hpp"

namespace parley {
namespace {

constexpr const char* kCandidate = "candidate with this id";
constexpr std::array<std::string_view, 4> kStates = {"seen", "approved", "learned", "refused"};

Json or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

Json to_json(const AnswerCandidateRow& candidate) {
  Json json;
  json["id"] = candidate.id;
  json["question"] = candidate.question;
  json["answer"] = candidate.answer;
  json["confidence"] = candidate.confidence;
  json["sightings"] = candidate.sightings;
  json["state"] = candidate.state;
  json["reason"] = or_null(candidate.reason);
  json["pattern"] = or_null(candidate.pattern_key);
  json["provenance"] = object_of(candidate.provenance);
  json["created_at"] = format_rfc3339(candidate.created_at);
  json["updated_at"] = format_rfc3339(candidate.updated_at);
  return json;
}

Task<HttpResponse> list_candidates(const Ask& ask) {
  if (ask.parts().pattern_stats == nullptr) co_return store_unavailable(ask.request, "There is no database.");
  std::optional<HttpResponse> refusal;
  const auto page = page_asked(ask, refusal);
  if (!page) co_return std::move(*refusal);
  const auto state = ask.request.query_value("state").value_or("");
  if (!state.empty() && std::find(kStates.begin(), kStates.end(), state) == kStates.end()) {
    co_return refuse(ask, 400, "invalid_state", "'state' is seen, approved, learned or refused.");
  }
  if (!page->cursor.empty() && !Uuid::parse(page->cursor)) {
    co_return refuse(ask, 400, "invalid_cursor", "'cursor' is the next_cursor of the page before.");
  }
  const auto found = co_await ask.parts().pattern_stats->candidates(ask.organization, state, page->limit, page->cursor);
  if (!found) co_return failed(ask, found.error(), "such organization");
  Json candidates = Json::array();
  for (const auto& candidate : found->candidates) candidates.push_back(to_json(candidate));
  co_return json_answer(200, page_json(std::move(candidates), found->next_cursor));
}

Task<HttpResponse> decide_candidate(const Ask& ask) {
  if (ask.parts().pattern_stats == nullptr) co_return store_unavailable(ask.request, "There is no database.");
  const bool approve = ask.body["decision"].get<std::string>() == "approve";
  const auto decision = approve ? CandidateDecision::approve : CandidateDecision::refuse;
  const auto id = ask.request.path_value("id");
  const auto decided = co_await ask.parts().pattern_stats->decide(ask.organization, id, decision, ask.note());
  if (!decided) co_return failed(ask, decided.error(), kCandidate);
  co_return json_answer(200, to_json(*decided));
}

Task<HttpResponse> list_answered(const Ask& ask) {
  if (ask.parts().pattern_stats == nullptr) co_return store_unavailable(ask.request, "There is no database.");
  std::optional<HttpResponse> refusal;
  const auto page = page_asked(ask, refusal);
  if (!page) co_return std::move(*refusal);
  const auto found = co_await ask.parts().pattern_stats->answered(ask.organization, page->limit, page->cursor);
  if (!found) co_return failed(ask, found.error(), "such organization");
  Json answered = Json::array();
  for (const auto& one : found->answered)
    answered.push_back(Json{{"question", one.question}, {"pattern", one.pattern}, {"audited", one.weight > 0}});
  co_return json_answer(200, page_json(std::move(answered), found->next_cursor));
}

Task<HttpResponse> forget_answered(const Ask& ask) {
  if (ask.parts().pattern_stats == nullptr) co_return store_unavailable(ask.request, "There is no database.");
  const auto question = ask.body["question"].get<std::string>();
  const auto gone = co_await ask.parts().pattern_stats->forget_answered(ask.organization, question, ask.note());
  if (!gone) co_return failed(ask, gone.error(), "question that is taught like this");
  co_return empty_answer();
}

Task<HttpResponse> explain(const Ask& ask) {
  const auto served = ask.parts().organizations->by_key(ask.organization);
  if (!served || !served->router) {
    co_return refuse(ask, 404, "not_served", "This instance does not serve the organization yet.");
  }
  RouteQuery query;
  query.text = ask.body["text"].get<std::string>();
  query.confidence = ask.body.value("confidence", 1.0);
  if (ask.parts().features) {
    auto fetching = ask.parts().features(ask.organization, *served->router, query.text);
    query.features = co_await std::move(fetching);
  }
  auto decision = served->router->explain(query);
  if (decision.normalised.empty()) decision.normalised = join_words(normalise(query.text));
  const auto& flags = served->definition->router;
  const auto* everywhere = ask.parts().router_switch;
  Json json;
  json["text"] = query.text;
  json["normalised"] = decision.normalised;
  json["enabled"] = flags.enabled && (everywhere == nullptr || everywhere->enabled());
  json["in_rollout"] = nullptr;
  if (ask.body.contains("caller")) {
    json["in_rollout"] = in_rollout(flags.rollout, ask.organization, ask.body["caller"].get<std::string>());
  }
  json["decision"] = route_json(decision);
  co_return json_answer(200, json);
}

}  // namespace

std::vector<Endpoint> router_api() {
  constexpr const char* kGroup = "router";
  std::vector<Endpoint> all;
  all.emplace_back("POST", "/v1/router/explain", explain)
      .tell(kGroup, "What the router makes of a sentence",
            "By what this instance serves: the decision, every candidate with what speaks against it, the gates of "
            "layer 1b. Nothing is counted or learned.")
      .asks(Scope::configuration_read)
      .takes("RouterQuestion")
      .acts_once()
      .gives(200, "Explanation", "The decision and why.");
  all.emplace_back("GET", "/v1/router/candidates", list_candidates)
      .tell(kGroup, "List answers that may become patterns", "Answers of layer 2 to questions that no pattern is for.")
      .asks(Scope::configuration_read)
      .stored()
      .query("state", R"({"$ref":"#/components/schemas/CandidateState"})", "Only those.")
      .paged()
      .gives(200, "CandidatePage", "A page.");
  all.emplace_back("GET", "/v1/router/answered", list_answered)
      .tell(kGroup, "List questions that patterns answered",
            "Callers' questions that layer 1b answered and was taught, beside the definition: audited ones, and those "
            "that nobody objected to.")
      .asks(Scope::configuration_read)
      .stored()
      .paged()
      .gives(200, "AnsweredPage", "A page.");
  all.emplace_back("POST", "/v1/router/answered/forget", forget_answered)
      .tell(kGroup, "Teach a question no more", "What layer 1b learned of it is gone with the next lesson.")
      .asks(Scope::configuration_write)
      .stored()
      .takes("AnsweredForgotten")
      .acts_once()
      .gives(204, "", "It is taught no more.");
  all.emplace_back("POST", "/v1/router/candidates/{id}", decide_candidate)
      .tell(kGroup, "Approve or refuse a candidate",
            "What is approved becomes a pattern without a second sighting; what is refused never does. A learned "
            "pattern is undone by deleting it.")
      .asks(Scope::configuration_write)
      .stored()
      .takes("CandidateDecision")
      .acts_once()
      .gives(200, "Candidate", "As it is now.")
      .fails(409, "It is a pattern already.");
  return all;
}

}  // namespace parley
