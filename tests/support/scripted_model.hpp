// SPDX-License-Identifier: Apache-2.0
// A language model whose answers are given: words, delay, fault. Counts what it is asked.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "parley/async/clock.hpp"
#include "parley/language/language_model.hpp"

namespace parley::test {

struct ScriptedAnswer {
  ModelAnswer answer;
  Duration after{};
  std::optional<Error> fails;
};

class ScriptedModel final : public LanguageModel {
 public:
  explicit ScriptedModel(Clock& clock) : clock_(clock) {}

  const std::string& name() const override { return name_; }
  std::unique_ptr<ModelReply> ask(ModelQuestion question) override {
    asked.push_back(question);
    const auto found = answers.find(question.text);
    return std::make_unique<Reply>(clock_, found == answers.end() ? ScriptedAnswer{} : found->second);
  }
  // To be found in the organization's own words; static.
  void knows(const std::string& question, std::string words, AnswerOrigin origin = AnswerOrigin::model) {
    ScriptedAnswer scripted;
    scripted.answer.origin = origin;
    scripted.answer.text = std::move(words);
    scripted.answer.self_rating = 0.95;
    scripted.answer.says_static = true;
    scripted.answer.source = "scripted";
    scripted.answer.usage = {1, 100, 20, 0.004};
    answers[question] = std::move(scripted);
  }

  std::map<std::string, ScriptedAnswer> answers;
  std::vector<ModelQuestion> asked;

 private:
  class Reply final : public ModelReply {
   public:
    Reply(Clock& clock, ScriptedAnswer scripted) : clock_(clock), scripted_(std::move(scripted)) {}
    Task<Result<std::optional<std::string>>> next() override {
      if (said_) co_return std::optional<std::string>{};
      said_ = true;
      if (scripted_.after > Duration{}) co_await clock_.sleep_until(clock_.now() + scripted_.after);
      if (scripted_.fails) co_return *scripted_.fails;
      if (scripted_.answer.text.empty()) co_return std::optional<std::string>{};
      co_return std::optional<std::string>(scripted_.answer.text);
    }
    const ModelAnswer& answer() const override { return scripted_.answer; }

   private:
    Clock& clock_;
    ScriptedAnswer scripted_;
    bool said_ = false;
  };

  Clock& clock_;
  std::string name_ = "scripted";
};

}  // namespace parley::test
