// SPDX-License-Identifier: Apache-2.0
#include "parley/language/knowledge_responder.hpp"

#include <utility>

namespace parley {
namespace {

struct ResponderRoom {
  KnowledgeSearch& search;
  Clock& clock;
  Log log;
  Counter& answered;
  Counter& unknown;
  Counter& failed;
  Histogram& seconds;
};

class KnowledgeReply final : public ModelReply {
 public:
  KnowledgeReply(ResponderRoom& room, ModelQuestion question) : room_(room), question_(std::move(question)) {}

  Task<Result<std::optional<std::string>>> next() override {
    if (over_) co_return std::optional<std::string>();
    over_ = true;
    const auto began = room_.clock.now();
    auto found = co_await room_.search.find(question_.organization->key, question_.text, question_.deadline);
    room_.seconds.observe(std::chrono::duration<double>(room_.clock.now() - began).count());
    if (!found) {
      room_.failed.add();
      room_.log.debug("knowledge.failed", found.error().message);
      if (found.error().fault == Fault::timed_out) co_return found.error();
      co_return std::optional<std::string>();
    }
    if (found->empty() || found->front().score < room_.search.threshold() || found->front().answer.empty()) {
      room_.unknown.add();
      co_return std::optional<std::string>();
    }
    room_.answered.add();
    auto& best = found->front();
    answer_.origin = AnswerOrigin::knowledge;
    answer_.text = best.answer;
    answer_.source = best.title;
    answer_.self_rating = best.score;
    answer_.retrieval = best.score;
    answer_.says_static = true;
    co_return std::optional<std::string>(std::move(best.answer));
  }
  const ModelAnswer& answer() const override { return answer_; }

 private:
  ResponderRoom& room_;
  ModelQuestion question_;
  ModelAnswer answer_;
  bool over_ = false;
};

class KnowledgeResponder final : public LanguageModel {
 public:
  explicit KnowledgeResponder(ResponderRoom room) : room_(std::move(room)) {}

  const std::string& name() const override { return name_; }
  std::unique_ptr<ModelReply> ask(ModelQuestion question) override {
    return std::make_unique<KnowledgeReply>(room_, std::move(question));
  }

 private:
  std::string name_ = "knowledge";
  ResponderRoom room_;
};

}  // namespace

std::unique_ptr<LanguageModel> create_knowledge_responder(KnowledgeSearch& search, Clock& clock, Log log,
                                                          Meters& meters) {
  const auto count = [&](const char* outcome) -> Counter& {
    return meters.counter("parley_knowledge_questions_total", "Questions to knowledge by what came",
                          {{"outcome", outcome}});
  };
  return std::make_unique<KnowledgeResponder>(
      ResponderRoom{search, clock, std::move(log), count("answered"), count("unknown"), count("failed"),
                    meters.histogram("parley_knowledge_seconds", "From a question to what is written about it",
                                     {0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.3, 1, 2})});
}

}  // namespace parley
