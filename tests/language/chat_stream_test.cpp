// SPDX-License-Identifier: Apache-2.0
#include "chat_stream.hpp"

#include "chat_scene.hpp"

namespace parley {
namespace {

using namespace test;

struct Outcome {
  Result<void> result;
  std::vector<std::string> words;
  ChatStream stream;
};

Outcome read(const std::vector<std::string>& events) {
  Outcome outcome;
  for (const auto& event : events) {
    outcome.result = outcome.stream.feed(event);
    if (!outcome.result) return outcome;
    if (auto words = outcome.stream.take_words(); !words.empty()) outcome.words.push_back(std::move(words));
  }
  outcome.result = outcome.stream.finish();
  if (!outcome.result) return outcome;
  if (auto words = outcome.stream.take_words(); !words.empty()) outcome.words.push_back(std::move(words));
  return outcome;
}

TEST(ChatStream, WholeWordsComeAsTheyAreSaid) {
  const auto heard = read({delta_event(R"({"knows":true,"confidence":0.9,"says_static":true,"answer":"We op)"),
                           delta_event("en at ei"), delta_event(R"(ght."})"), kUsage, kDone});
  ASSERT_TRUE(heard.result) << heard.result.error().message;
  EXPECT_EQ(heard.words, (std::vector<std::string>{"We", " open at", " eight."}));
  EXPECT_EQ(heard.stream.text(), "We open at eight.");
  EXPECT_TRUE(heard.stream.knows());
  EXPECT_TRUE(heard.stream.says_static());
  EXPECT_EQ(heard.stream.confidence(), 0.9);
  EXPECT_EQ(heard.stream.usage(), (TokenCount{100, 20}));
}

TEST(ChatStream, NothingIsSpokenBeforeItSaysThatItKnows) {
  const auto answer_first =
      read({delta_event(R"({"answer":"We are open. ")"), delta_event(R"(,"confidence":1,"knows":true})"), kDone});
  EXPECT_EQ(answer_first.words, (std::vector<std::string>{"We are open."}));
  const auto unknown = read({delta_event(R"({"knows":false,"answer":"I guess at nine"})"), kDone});
  ASSERT_TRUE(unknown.result);
  EXPECT_TRUE(unknown.words.empty());
  EXPECT_FALSE(unknown.stream.knows());
}

TEST(ChatStream, ToleratesWhatLocalServersDo) {
  // No role, thoughts beside the content, usage with the last choice, no [DONE], no blank line at the end.
  const auto heard = read(
      {"data: {\"choices\":[{\"delta\":{\"reasoning_content\":\"hmm\",\"reasoning\":\"so\"}}]}\n\n", ": ping\n\n",
       delta_event(R"({"knows":true,"confidence":1,"answer":"Yes."})"),
       R"(data: {"choices":[{"delta":{},"finish_reason":"stop"}],"x_groq":{"usage":{"prompt_tokens":7,"completion_tokens":3}}})"});
  ASSERT_TRUE(heard.result) << heard.result.error().message;
  EXPECT_EQ(heard.stream.text(), "Yes.");
  EXPECT_EQ(heard.stream.usage(), (TokenCount{7, 3}));
}

TEST(ChatStream, MarkupIsTakenOutAndBlanksAreOne) {
  const auto heard = read({delta_event(R"({"knows":true,"answer":" It is **free**.\n\nReally. "})"), kDone});
  EXPECT_EQ(heard.stream.text(), "It is free. Really.");
}

TEST(ChatStream, NonsenseIsNoAnswer) {
  const std::vector<std::vector<std::string>> wrong = {
      {delta_event("Sure! We open at eight."), kDone},
      {delta_event(R"({"answer":"Yes."})"), kDone},
      {delta_event(R"({"knows":true,"answer":"  "})"), kDone},
      {delta_event(R"({"knows":true})"), kDone},
      {delta_event(R"({"knows":true,"answer":"We are op)"), kDone},
      {delta_event(R"({"knows":true,"answer":"Мы открыты каждый день"})"), kDone},
      {delta_event(R"({"knows":true,"answer":"<b>{{hours}}</b> now"})"), kDone},
      {delta_event(R"({"knows":true,"answer":")" + std::string(900, 'a') + R"("})"), kDone},
      {"data: nonsense\n\n"},
      {"data: []\n\n"},
      {kDone},
      {}};
  for (const auto& events : wrong) {
    const auto heard = read(events);
    ASSERT_FALSE(heard.result);
    EXPECT_EQ(heard.result.error().fault, Fault::unsupported);
  }
}

TEST(ChatStream, WordsOfAnotherScriptAreNeverHandedOut) {
  const auto heard =
      read({delta_event(R"({"knows":true,"answer":")"), delta_event("你好 世界 。 "), delta_event("x\"}")});
  EXPECT_FALSE(heard.result);
  EXPECT_TRUE(heard.words.empty());
}

TEST(ChatStream, ARefusalIsNotKnowing) {
  const auto refused = read({"data: {\"choices\":[{\"delta\":{\"refusal\":\"I cannot\"}}]}\n\n", kDone});
  ASSERT_TRUE(refused.result);
  EXPECT_FALSE(refused.stream.knows());
  const auto filtered = read({"data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"content_filter\"}]}\n\n", kDone});
  ASSERT_TRUE(filtered.result);
  EXPECT_FALSE(filtered.stream.knows());
}

TEST(ChatStream, ErrorsInTheStreamAreFaults) {
  EXPECT_EQ(read({"data: {\"error\":{\"message\":\"x\",\"code\":\"rate_limit_exceeded\"}}\n\n"}).result.error().fault,
            Fault::exhausted);
  EXPECT_EQ(read({"data: {\"error\":{\"message\":\"x\",\"code\":500}}\n\n"}).result.error().fault, Fault::unavailable);
  EXPECT_EQ(read({"data: {\"choices\":[],\"x_groq\":{\"error\":\"over\"}}\n\n"}).result.error().fault,
            Fault::unavailable);
}

TEST(ChatStream, StatusesAreFaultsWithoutTheProvidersWords) {
  const std::string body =
      R"({"error":{"message":"Incorrect API key provided: sk-secret-1234","type":"invalid_request_error","code":"invalid_api_key"}})";
  const auto key = fault_of_status(401, {}, body);
  EXPECT_EQ(key.fault, Fault::unavailable);
  EXPECT_EQ(key.message, "the provider refuses the key (401): invalid_api_key, invalid_request_error");
  const auto limited = fault_of_status(429, {{"retry-after", "20"}}, R"({"error":{"code":"sk-1"}})");
  EXPECT_EQ(limited.fault, Fault::exhausted);
  EXPECT_EQ(limited.message, "the provider limits us (429); again in 20 s");
  EXPECT_EQ(fault_of_status(429, {{"Retry-After", "a lot"}}, "").message, "the provider limits us (429)");
  for (const unsigned status : {400U, 404U, 500U, 503U})
    EXPECT_EQ(fault_of_status(status, {}, "<html>").fault, Fault::unavailable) << status;
}

}  // namespace
}  // namespace parley
