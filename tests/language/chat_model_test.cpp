// SPDX-License-Identifier: Apache-2.0
#include "parley/language/chat_model.hpp"

#include "chat_scene.hpp"

namespace parley {
namespace {

using namespace test;

const std::string kAnswer =
    R"({"knows":true,"confidence":0.97,"says_static":true,"answer":"You can park in the yard behind the house."})";

class FixedSearch final : public KnowledgeSearch {
 public:
  Task<Result<std::vector<FoundPiece>>> find(OrganizationKey, std::string, Instant) override { co_return found; }
  double threshold() const override { return 0.5; }

  Result<std::vector<FoundPiece>> found =
      std::vector<FoundPiece>{{"1", "Parking", "handbook.md", "Guests park in the yard behind the house.", "", 0.4}};
};

class ChatModelTest : public ::testing::Test {
 protected:
  ChatModelTest() { question_.organization = dentist(); }

  std::unique_ptr<LanguageModel> model(const ScriptedHttp& peer) {
    ChatModelSettings settings;
    settings.url = peer.url("/v1/");
    settings.model = "small";
    settings.api_key = {"sk-secret"};
    settings.deadline = deadline_;
    settings.usd_per_1k_prompt = 0.01;
    settings.usd_per_1k_completion = 0.1;
    return create_chat_model(settings, {&search_, client_, *clock_, Log(), meters_});
  }
  Spoken ask(const ScriptedHttp& peer) {
    const auto asked = model(peer);
    question_.text = "Where can I park?";
    question_.deadline = clock_->now() + 5s;
    return loop_.run(listen(*asked, question_));
  }
  Error fault_of(std::vector<std::string> writes, bool hold = false) {
    ScriptedHttp peer({{std::move(writes), hold}});
    const auto spoken = ask(peer);
    EXPECT_TRUE(spoken.pieces.empty());
    EXPECT_EQ(spoken.answer.origin, AnswerOrigin::nobody);
    return spoken.error.value_or(Error{Fault::conflict, "there was none"});
  }

  std::unique_ptr<Clock> clock_ = create_system_clock();
  PlainMeters meters_;
  FixedSearch search_;
  HttpClient client_{*clock_};
  LoopThread loop_;
  ModelQuestion question_;
  std::chrono::milliseconds deadline_ = 4s;
};

TEST_F(ChatModelTest, AnswersWithWhatItCost) {
  ScriptedHttp peer(
      {{{stream_of({delta_event(kAnswer.substr(0, 80)), delta_event(kAnswer.substr(80)), kUsage, kDone})}}});
  const auto spoken = ask(peer);
  ASSERT_FALSE(spoken.error) << spoken.error->message;
  EXPECT_EQ(spoken.text(), "You can park in the yard behind the house.");
  const auto& answer = spoken.answer;
  EXPECT_EQ(answer.origin, AnswerOrigin::model);
  EXPECT_EQ(answer.text, spoken.text());
  EXPECT_EQ(answer.source, "small");
  EXPECT_EQ(answer.self_rating, 0.97);
  EXPECT_TRUE(answer.says_static);
  EXPECT_EQ(answer.retrieval, 1.0);
  EXPECT_EQ(answer.usage.calls, 1U);
  EXPECT_EQ(answer.usage.prompt_tokens, 100U);
  EXPECT_EQ(answer.usage.completion_tokens, 20U);
  EXPECT_NEAR(answer.usage.cost_usd, 0.001 + 0.002, 1e-9);
  const auto asked = peer.asked().at(0);
  EXPECT_NE(asked.find("POST /v1/chat/completions HTTP/1.1"), std::string::npos);
  EXPECT_NE(asked.find("Authorization: Bearer sk-secret\r\n"), std::string::npos);
  EXPECT_NE(asked.find("Guests park in the yard"), std::string::npos);
}

TEST_F(ChatModelTest, AnswersBeforeTheStreamIsOverAndClosesItWhenDropped) {
  ScriptedHttp peer({{{stream_of({delta_event(kAnswer.substr(0, 90))})}, true}});
  const auto asked = model(peer);
  question_.text = "Where can I park?";
  question_.deadline = clock_->now() + 5s;
  auto first_words = [](LanguageModel& one, ModelQuestion question) -> Task<std::string> {
    const auto reply = one.ask(std::move(question));
    const auto words = co_await reply->next();
    co_return words&&* words ? **words : "";
  };
  EXPECT_EQ(loop_.run(first_words(*asked, question_)), "You can park in the yard");
  EXPECT_TRUE(peer.closed_by_client());
}

TEST_F(ChatModelTest, WithoutUsageTokensAreEstimated) {
  ScriptedHttp peer({{{stream_of({delta_event(kAnswer), kDone})}}});
  const auto usage = ask(peer).answer.usage;
  EXPECT_EQ(usage.calls, 1U);
  EXPECT_EQ(usage.completion_tokens, kAnswer.size() / 4);
  EXPECT_GT(usage.prompt_tokens, 100U);
  EXPECT_GT(usage.cost_usd, 0);
}

TEST_F(ChatModelTest, NotKnowingIsNobodysAnswer) {
  ScriptedHttp peer({{{stream_of(
      {delta_event(R"({"knows":false,"confidence":0.1,"says_static":false,"answer":""})"), kUsage, kDone})}}});
  const auto spoken = ask(peer);
  EXPECT_FALSE(spoken.error);
  EXPECT_TRUE(spoken.pieces.empty());
  EXPECT_EQ(spoken.answer.origin, AnswerOrigin::nobody);
  EXPECT_EQ(spoken.answer.usage.prompt_tokens, 100U);
}

TEST_F(ChatModelTest, AWholeAnswerCountsAlthoughItsStreamWasCutBehindIt) {
  const auto body =
      ScriptedHttp::head(200, "Transfer-Encoding: chunked\r\n") + ScriptedHttp::chunk(delta_event(kAnswer));
  ScriptedHttp peer({{{body}}});
  EXPECT_EQ(ask(peer).answer.origin, AnswerOrigin::model);
}

TEST_F(ChatModelTest, TheWorldsFaultsAreTold) {
  EXPECT_EQ(fault_of({ScriptedHttp::head(429, "Retry-After: 7\r\nContent-Length: 0\r\n")}).fault, Fault::exhausted);
  EXPECT_EQ(fault_of({ScriptedHttp::head(503, "Content-Length: 0\r\n")}).fault, Fault::unavailable);
  EXPECT_EQ(fault_of({ScriptedHttp::head(200) + delta_event("Hello, caller!") + kDone}).fault, Fault::unsupported);
  EXPECT_EQ(fault_of({ScriptedHttp::head(200, "Transfer-Encoding: chunked\r\n") +
                      ScriptedHttp::chunk(delta_event(R"({"knows":tr)"))})
                .fault,
            Fault::unavailable);
  EXPECT_EQ(fault_of({ScriptedHttp::head(200) + "data: {\"error\":{\"code\":\"server_error\"}}\n\n"}).fault,
            Fault::unavailable);
  EXPECT_EQ(fault_of({"SMTP ready\r\n"}).fault, Fault::unavailable);
}

TEST_F(ChatModelTest, TheKeyIsInNoError) {
  const auto body = std::string(R"({"error":{"message":"bad key sk-secret","code":"sk-secret","type":"sk_secret"}})");
  const auto error =
      fault_of({ScriptedHttp::head(401, "Content-Length: " + std::to_string(body.size()) + "\r\n") + body});
  EXPECT_EQ(error.fault, Fault::unavailable);
  EXPECT_EQ(error.message.find("secret"), std::string::npos) << error.message;
}

TEST_F(ChatModelTest, ASilentProviderTimesOut) {
  deadline_ = 100ms;
  const auto begin = clock_->now();
  EXPECT_EQ(fault_of({ScriptedHttp::head(200)}, true).fault, Fault::timed_out);
  EXPECT_LT(clock_->now() - begin, 3s);
}

TEST_F(ChatModelTest, NobodyThereIsUnavailableAndCostsNothing) {
  std::string gone;
  {
    ScriptedHttp peer({});
    gone = peer.url("/v1");
  }
  ChatModelSettings settings;
  settings.url = gone;
  const auto asked = create_chat_model(settings, {nullptr, client_, *clock_, Log(), meters_});
  question_.text = "Hello?";
  question_.deadline = clock_->now() + 5s;
  const auto spoken = loop_.run(listen(*asked, question_));
  ASSERT_TRUE(spoken.error);
  EXPECT_EQ(spoken.error->fault, Fault::unavailable);
  EXPECT_EQ(spoken.answer.usage, ModelUsage{});
}

TEST_F(ChatModelTest, KnowledgeThatFailsIsLeftOut) {
  search_.found = Error{Fault::timed_out, "hung"};
  ScriptedHttp peer({{{stream_of({delta_event(kAnswer), kDone})}}});
  const auto spoken = ask(peer);
  EXPECT_EQ(spoken.answer.origin, AnswerOrigin::model);
  EXPECT_EQ(spoken.answer.retrieval, 0.0);
}

}  // namespace
}  // namespace parley
