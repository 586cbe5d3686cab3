// SPDX-License-Identifier: Apache-2.0
#include "parley/language/layer_two.hpp"

#include <utility>

namespace parley {
namespace {

// Asks one after the other until somebody has words.
class ReplyInTurn final : public ModelReply {
 public:
  ReplyInTurn(std::unique_ptr<ModelReply> first, LanguageModel* then, ModelQuestion question)
      : reply_(std::move(first)), then_(then), question_(std::move(question)) {}

  Task<Result<std::optional<std::string>>> next() override {
    auto words = co_await reply_->next();
    const bool nothing = !words || !*words;
    if (spoke_ || !nothing || then_ == nullptr) {
      spoke_ = spoke_ || !nothing;
      co_return words;
    }
    reply_ = std::exchange(then_, nullptr)->ask(std::move(question_));
    auto later = co_await reply_->next();
    spoke_ = later && later->has_value();
    co_return later;
  }
  const ModelAnswer& answer() const override { return reply_->answer(); }

 private:
  std::unique_ptr<ModelReply> reply_;
  LanguageModel* then_;  // null: nobody, or it is asked already
  ModelQuestion question_;
  bool spoke_ = false;
};

class LayerTwo final : public LanguageModel {
 public:
  LayerTwo(std::unique_ptr<LanguageModel> knowledge, std::unique_ptr<LanguageModel> chat)
      : knowledge_(std::move(knowledge)), chat_(std::move(chat)) {
    for (const auto* model : {knowledge_.get(), chat_.get()})
      if (model != nullptr) name_ += (name_.empty() ? "" : ", ") + model->name();
    if (name_.empty()) name_ = "nobody";
  }

  const std::string& name() const override { return name_; }
  std::unique_ptr<ModelReply> ask(ModelQuestion question) override;

 private:
  std::unique_ptr<LanguageModel> knowledge_;
  std::unique_ptr<LanguageModel> chat_;
  std::string name_;
};

class NoReply final : public ModelReply {
 public:
  Task<Result<std::optional<std::string>>> next() override { co_return std::optional<std::string>(); }
  const ModelAnswer& answer() const override { return answer_; }

 private:
  ModelAnswer answer_;
};

std::unique_ptr<ModelReply> LayerTwo::ask(ModelQuestion question) {
  if (!knowledge_ && !chat_) return std::make_unique<NoReply>();
  if (!knowledge_) return chat_->ask(std::move(question));
  auto first = knowledge_->ask(question);
  return std::make_unique<ReplyInTurn>(std::move(first), chat_.get(), std::move(question));
}

}  // namespace

std::unique_ptr<LanguageModel> create_layer_two(std::unique_ptr<LanguageModel> knowledge,
                                                std::unique_ptr<LanguageModel> chat) {
  return std::make_unique<LayerTwo>(std::move(knowledge), std::move(chat));
}

}  // namespace parley
