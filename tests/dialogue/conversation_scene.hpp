// SPDX-License-Identifier: Apache-2.0
// A conversation with a small organization, driven by what the caller says.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

#include "parley/dialogue/conversation.hpp"

namespace parley::test {

class ConversationScene : public ::testing::Test {
 protected:
  ConversationScene() {
    organization_.name = "Northwind";
    organization_.timezone = "America/Chicago";
    organization_.greeting = "Northwind, hello.";
    organization_.farewell = "Goodbye from Northwind.";
    organization_.pronunciations = {{"HVAC", "H V A C"}};
    add("hours", "We are open all day.", AfterReply::listen, "our hours");
    add("prices", "The HVAC check is ninety dollars.", AfterReply::listen, "our prices");
    add("repairs", "We repair everything.", AfterReply::listen, "repairs");
    add("person", "Our office will help.", AfterReply::offer_callback, "");
    add("bye", "Have a good day.", AfterReply::hang_up, "");
    add("again", "{{last_reply}}", AfterReply::listen, "");
    add("connect", "One moment.", AfterReply::transfer, "");
  }

  void add(std::string key, std::string reply, AfterReply after, std::string offers) {
    Pattern pattern;
    pattern.key = std::move(key);
    pattern.reply = std::move(reply);
    pattern.after = after;
    pattern.offers = std::move(offers);
    organization_.patterns.push_back(std::move(pattern));
  }

  // The call starts with the first event; the organization can be changed before that.
  Conversation& call() {
    if (!conversation_) {
      conversation_ = std::make_unique<Conversation>(std::make_shared<const Organization>(organization_), caller_);
      conversation_->greeting(now_);
    }
    return *conversation_;
  }

  ReplyPlan ask(const std::string& pattern, const std::string& text = "a question") {
    RouteDecision decision;
    decision.layer = RouteLayer::rules;
    decision.pattern = pattern;
    return call().heard(text, decision, now_);
  }
  ReplyPlan say(const std::string& text) { return call().heard(text, RouteDecision{}, now_); }
  ReplyPlan refuse(Refusal refusal, const std::string& text = "") {
    RouteDecision decision;
    decision.layer = RouteLayer::validation;
    decision.refusal = refusal;
    return call().heard(text, decision, now_);
  }
  std::optional<ReplyPlan> key(const std::string& keys) {
    std::optional<ReplyPlan> reply;
    for (char c : keys) reply = call().digit(c, now_);
    return reply;
  }

  static bool has(const ReplyPlan& reply, const std::string& words) {
    return reply.text.find(words) != std::string::npos;
  }

  Organization organization_;
  std::string caller_ = "+13125550100";
  WallTime now_{};
  std::unique_ptr<Conversation> conversation_;
};

}  // namespace parley::test
