// SPDX-License-Identifier: Apache-2.0
#include "answer_meters.hpp"

namespace parley {
namespace {

const std::vector<double> kAnswerBounds{0.005, 0.02, 0.05, 0.1, 0.2, 0.4, 0.7, 1, 1.5, 2, 3, 5, 10};
constexpr auto kAnswers = "parley_layer_two_answers_total";
constexpr auto kAnswersHelp = "Questions that went to layer 2, by who answered";

}  // namespace

AnswerMeters::AnswerMeters(Meters& meters)
    : routed_(meters.counter("parley_router_guarded_total", "Utterances that layers 0 and 1 were asked for")),
      failed_routes_(
          meters.counter("parley_router_faults_total", "Utterances whose routing went wrong", {{"kind", "failed"}})),
      late_routes_(
          meters.counter("parley_router_faults_total", "Utterances whose routing went wrong", {{"kind", "late"}})),
      missing_vectors_(
          meters.counter("parley_router_faults_total", "Utterances whose routing went wrong", {{"kind", "no_vector"}})),
      remembered_(meters.counter("parley_replies_remembered_total", "Utterances answered as the same words before")),
      from_knowledge_(meters.counter(kAnswers, kAnswersHelp, {{"by", "knowledge"}})),
      from_model_(meters.counter(kAnswers, kAnswersHelp, {{"by", "model"}})),
      from_nobody_(meters.counter(kAnswers, kAnswersHelp, {{"by", "nobody"}})),
      failures_(meters.counter("parley_layer_two_failures_total", "Answers of layer 2 that broke off or were late")),
      seconds_(
          meters.histogram("parley_layer_two_seconds", "From the question to layer 2's last word", kAnswerBounds)) {}

void AnswerMeters::routed(RouteFault fault) {
  routed_.add();
  if (fault == RouteFault::failed) failed_routes_.add();
  if (fault == RouteFault::late) late_routes_.add();
}

void AnswerMeters::asked(const ModelAnswer& answer, Duration took) {
  switch (answer.origin) {
    case AnswerOrigin::knowledge:
      from_knowledge_.add();
      break;
    case AnswerOrigin::model:
      from_model_.add();
      break;
    case AnswerOrigin::nobody:
      from_nobody_.add();
  }
  seconds_.observe(std::chrono::duration<double>(took).count());
}

}  // namespace parley
