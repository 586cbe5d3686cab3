// SPDX-License-Identifier: Apache-2.0
// What the agent says next: the fallback ladder, call-backs, silence and farewells of one call. No clock, no I/O.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "parley/core/organization.hpp"
#include "parley/core/time.hpp"
#include "parley/router/route.hpp"

namespace parley {

enum class ReplyExpect { anything, digits, yes_no };  // what the caller is likely to say next

struct CallbackWish {
  std::string number;  // as keyed, said, or the caller's own
  std::string heard;   // what the agent could not answer before

  friend bool operator==(const CallbackWish&, const CallbackWish&) = default;
};

struct ReplyPlan {
  std::string text;     // for the record
  std::string spoken;   // for the synthesizer: pronunciations applied
  std::string pattern;  // key of the pattern that answers; empty for the conversation's own words
  ReplyExpect expects = ReplyExpect::anything;
  // offer_callback: the question is part of the text and the call listens for the answer.
  AfterReply after = AfterReply::listen;
  std::optional<CallbackWish> callback;  // to be written down now
  bool interruptible = true;

  friend bool operator==(const ReplyPlan&, const ReplyPlan&) = default;
};

// Why the agent ends a call; farewell: an operator asked for it.
enum class Closing { speech_lost, too_long, shutdown, farewell };

// One per call. Every function is an event of the call and returns what to say to it.
class Conversation {
 public:
  // `caller`: the number that calls, empty when it is withheld; only one with at least seven digits is read back.
  Conversation(OrganizationSnapshot organization, std::string caller);

  ReplyPlan greeting(WallTime now);
  // A finished utterance with its route; refusals of layer 0 included.
  ReplyPlan heard(std::string_view text, const RouteDecision& decision, WallTime now);
  // Whether heard() would have nothing to answer but the fallback: then layer 2 is worth asking.
  bool would_miss(std::string_view text, const RouteDecision& decision, WallTime now) const;
  // Layer 2 answers, in words of its own.
  ReplyPlan answered(std::string words);
  // One key. nullopt: nothing is said (a digit of a number, a key without a meaning here).
  std::optional<ReplyPlan> digit(char key, WallTime now);
  // The caller has said nothing for SilencePolicy::prompt_after since the agent's last word.
  ReplyPlan silence(WallTime now);
  // Speech was there but nothing was recognised.
  ReplyPlan unheard(WallTime now);
  ReplyPlan closing(Closing reason, WallTime now);
  // Words of an operator, not of the conversation: "say that again" repeats them.
  ReplyPlan announcement(std::string words) { return plan(std::move(words)); }

 private:
  // The question that is open: a call back? a person? which number? this number?
  enum class Asking { nothing, callback, transfer, number, confirmation };

  ReplyPlan answer(const Pattern& pattern, std::string_view text, WallTime now);
  ReplyPlan missed(std::string_view text, WallTime now);  // the fallback ladder
  ReplyPlan reprompt(WallTime now);
  ReplyPlan not_understood(std::string words);
  std::optional<ReplyPlan> small_talk(std::string_view text, WallTime now);  // "yes", "no" unasked
  bool can_offer() const;
  ReplyPlan offer(std::string before);  // a person where one is set, else a call back
  ReplyPlan offer_callback(std::string before);
  // nullopt: this is no answer to the open question, which is dropped.
  std::optional<ReplyPlan> answer_question(std::string_view text, const Pattern* pattern);
  std::optional<ReplyPlan> number_said(std::string_view text, const Pattern* pattern);
  ReplyPlan number_keyed();
  ReplyPlan accepted();
  ReplyPlan declined();
  ReplyPlan go_on();  // no call back after all
  ReplyPlan ask_number(std::string before);
  ReplyPlan confirm_number();
  ReplyPlan take_callback();
  std::string farewell(WallTime now) const;
  std::string question() const;              // the open question in words, empty when there is none
  ReplyPlan plan(std::string words);         // becomes what "say that again" repeats
  ReplyPlan aside(std::string words) const;  // does not
  ReplyPlan last_words(std::string words);
  const Pattern* find(std::string_view key) const;

  OrganizationSnapshot organization_;  // shared with the directory and other calls
  std::string caller_;
  Asking asking_ = Asking::nothing;
  std::string number_;          // being collected
  bool keyed_ = false;          // number_ comes from the keypad
  std::string unanswered_;      // newest utterances that nothing answered
  std::string last_reply_;      // for "say that again"
  std::uint32_t misses_ = 0;    // since the last right answer
  std::uint32_t unclear_ = 0;   // utterances without usable words since the last right answer
  std::uint32_t silences_ = 0;  // prompts since the caller last said or keyed something
  std::uint32_t attempts_ = 0;  // at the open question
};

}  // namespace parley
