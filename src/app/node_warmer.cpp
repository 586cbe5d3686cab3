// SPDX-License-Identifier: Apache-2.0
#include "node_warmer.hpp"

#include <utility>

#include "parley/dialogue/conversation.hpp"
#include "parley/dialogue/reply_text.hpp"
#include "parley/tenants/warming_jobs.hpp"

namespace parley {

NodeWarmer::NodeWarmer(const Settings& settings, Clock& clock, Executor control, Log log, Meters& meters,
                       NodeStores& stores, Parts parts)
    : clock_(clock), parts_(parts) {
  if (auto* database = stores.database()) facts_ = WarmingFacts::create(*database);
  WarmingJobsParts jobs;
  jobs.organizations = [this] {
    std::vector<OrganizationSnapshot> served;
    for (const auto& one : parts_.organizations.all()) served.push_back(one.definition);
    return served;
  };
  jobs.facts = facts_.get();
  jobs.cache = &parts_.cache;
  jobs.clock = &clock_;
  jobs.answer = [this](OrganizationKey organization, std::string question) {
    return make_ready(std::move(organization), std::move(question));
  };
  CacheWarmerSettings pace;
  pace.every = settings.cache.prewarm_every;
  warmer_ = CacheWarmer::create(pace, std::move(control), clock_, std::move(log), meters,
                                create_warming_jobs({}, std::move(jobs)));
}

Task<Result<void>> NodeWarmer::make_ready(OrganizationKey organization, std::string question) {
  const auto served = parts_.organizations.by_key(organization);
  if (!served) co_return Error{Fault::not_found, "organization " + organization.value + " is not served"};
  const std::string nobody;
  Utterance utterance{served->definition, *served->router, served->version, nobody, RouteQuery{question, 1, {}}};
  auto answered = parts_.answering.route(utterance);
  if (!answers(answered) && answered.decision.refusal == Refusal::none) {
    answered = co_await parts_.answering.ask(utterance, std::move(answered), {});
  }
  const auto& definition = *served->definition;
  Conversation rehearsal(served->definition, nobody);
  const auto plan = answered.text.empty() ? rehearsal.heard(question, answered.decision, clock_.wall_now())
                                          : rehearsal.answered(answered.text);
  SpeechRequest speech{definition.voice, plan.spoken, SampleRate::hz_8000};
  auto prepared = co_await parts_.voices.prepare(std::move(speech));
  if (!prepared) co_return prepared.error();
  co_return Result<void>{};
}

}  // namespace parley
