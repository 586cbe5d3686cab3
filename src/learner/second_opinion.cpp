// SPDX-License-Identifier: Apache-2.0
#include "second_opinion.hpp"

#include <utility>

namespace parley {

Task<std::optional<Opinion>> SecondOpinion::on(const AnsweredTurn& turn, bool sample) {
  if (!model_) co_return std::nullopt;
  ModelQuestion question;
  question.organization = turn.organization;
  question.text = turn.text;
  question.deadline = clock_.now() + deadline_;
  question.second_sample = sample;
  auto reply = model_->ask(std::move(question));
  Opinion opinion;
  for (;;) {
    auto piece = co_await reply->next();
    if (!piece) co_return std::nullopt;
    if (!*piece) break;
    opinion.text += **piece;
  }
  opinion.cost_usd = reply->answer().usage.cost_usd;
  opinion.answer = reply->answer();
  if (opinion.answer.origin == AnswerOrigin::nobody) opinion.text.clear();
  co_return opinion;
}

}  // namespace parley
