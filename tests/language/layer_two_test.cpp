// SPDX-License-Identifier: Apache-2.0
#include "parley/language/layer_two.hpp"

#include "chat_scene.hpp"

namespace parley {
namespace {

using namespace test;

using Step = Result<std::optional<std::string>>;

class ScriptedReply final : public ModelReply {
 public:
  ScriptedReply(std::vector<Step> steps, AnswerOrigin origin) : steps_(std::move(steps)) { answer_.origin = origin; }
  Task<Step> next() override {
    if (at_ == steps_.size()) co_return std::optional<std::string>();
    co_return steps_[at_++];
  }
  const ModelAnswer& answer() const override { return answer_; }

 private:
  std::vector<Step> steps_;
  std::size_t at_ = 0;
  ModelAnswer answer_;
};

class ScriptedModel final : public LanguageModel {
 public:
  ScriptedModel(std::string name, AnswerOrigin origin, std::vector<Step> steps, int& asked)
      : name_(std::move(name)), origin_(origin), steps_(std::move(steps)), asked_(asked) {}
  const std::string& name() const override { return name_; }
  std::unique_ptr<ModelReply> ask(ModelQuestion) override {
    ++asked_;
    return std::make_unique<ScriptedReply>(steps_, origin_);
  }

 private:
  std::string name_;
  AnswerOrigin origin_;
  std::vector<Step> steps_;
  int& asked_;
};

Step words(const char* text) { return std::optional<std::string>(text); }
Step fault(Fault kind) { return Error{kind, "scripted"}; }

class LayerTwoTest : public ::testing::Test {
 protected:
  std::unique_ptr<LanguageModel> knowledge(std::vector<Step> steps, AnswerOrigin origin = AnswerOrigin::nobody) {
    return std::make_unique<ScriptedModel>("knowledge", origin, std::move(steps), knowledge_asked_);
  }
  std::unique_ptr<LanguageModel> chat(std::vector<Step> steps) {
    return std::make_unique<ScriptedModel>("small", AnswerOrigin::model, std::move(steps), chat_asked_);
  }
  Spoken ask(std::unique_ptr<LanguageModel> first, std::unique_ptr<LanguageModel> second) {
    const auto both = create_layer_two(std::move(first), std::move(second));
    name_ = both->name();
    return loop_.run(listen(*both, ModelQuestion{}));
  }

  LoopThread loop_;
  std::string name_;
  int knowledge_asked_ = 0;
  int chat_asked_ = 0;
};

TEST_F(LayerTwoTest, WhatIsWrittenDownIsAnsweredWithoutTheModel) {
  const auto spoken = ask(knowledge({words("In the yard.")}, AnswerOrigin::knowledge), chat({words("Dunno")}));
  EXPECT_EQ(spoken.text(), "In the yard.");
  EXPECT_EQ(spoken.answer.origin, AnswerOrigin::knowledge);
  EXPECT_EQ(chat_asked_, 0);
  EXPECT_EQ(name_, "knowledge, small");
}

TEST_F(LayerTwoTest, TheModelIsAskedWhenNothingIsWrittenDownOrTheSearchFails) {
  for (const auto& first : {std::vector<Step>{}, std::vector<Step>{fault(Fault::timed_out)}}) {
    const auto spoken = ask(knowledge(first), chat({words("Yes, "), words("gladly.")}));
    EXPECT_FALSE(spoken.error);
    EXPECT_EQ(spoken.text(), "Yes, gladly.");
    EXPECT_EQ(spoken.answer.origin, AnswerOrigin::model);
  }
  EXPECT_EQ(chat_asked_, 2);
}

TEST_F(LayerTwoTest, NobodySpeaksAfterSomebodyElseHas) {
  const auto spoken =
      ask(knowledge({words("In the"), fault(Fault::timed_out)}, AnswerOrigin::knowledge), chat({words("Dunno")}));
  EXPECT_EQ(spoken.text(), "In the");
  ASSERT_TRUE(spoken.error);
  EXPECT_EQ(chat_asked_, 0);
}

TEST_F(LayerTwoTest, AFaultOfTheLastOneIsTold) {
  const auto spoken = ask(knowledge({}), chat({fault(Fault::exhausted)}));
  ASSERT_TRUE(spoken.error);
  EXPECT_EQ(spoken.error->fault, Fault::exhausted);
}

TEST_F(LayerTwoTest, OneAloneOrNobodyAtAll) {
  EXPECT_EQ(ask(nullptr, chat({words("Yes.")})).text(), "Yes.");
  EXPECT_EQ(ask(knowledge({words("No.")}, AnswerOrigin::knowledge), nullptr).text(), "No.");
  const auto nobody = ask(nullptr, nullptr);
  EXPECT_FALSE(nobody.error);
  EXPECT_EQ(nobody.answer, ModelAnswer{});
  EXPECT_EQ(name_, "nobody");
}

}  // namespace
}  // namespace parley
