// SPDX-License-Identifier: Apache-2.0
// The part of a conversation in which the agent has asked something: a call back, a person, a number.
#include <utility>

#include "conversation_rules.hpp"
#include "parley/dialogue/conversation.hpp"
#include "parley/dialogue/spoken_answers.hpp"
#include "parley/router/normalise.hpp"
#include "wording.hpp"

namespace parley {
namespace {

constexpr std::size_t kShortAnswer = 4;  // words; longer ones that a pattern answers are questions of their own

}  // namespace

bool Conversation::can_offer() const {
  return organization_->fallback.transfer_to.has_value() || organization_->fallback.offer_callback;
}

ReplyPlan Conversation::offer(std::string before) {
  if (!organization_->fallback.transfer_to) return offer_callback(std::move(before));
  asking_ = Asking::transfer;
  attempts_ = 0;
  return plan(sentence(before, question()));
}

ReplyPlan Conversation::offer_callback(std::string before) {
  asking_ = Asking::callback;
  attempts_ = 0;
  return plan(sentence(before, question()));
}

std::string Conversation::question() const {
  switch (asking_) {
    case Asking::nothing:
      return {};
    case Asking::callback:
      return std::string(wording::kOfferCallback);
    case Asking::transfer:
      return std::string(wording::kOfferPerson);
    case Asking::number:
      return std::string(wording::kAskNumber);
    case Asking::confirmation:
      return "Shall we call you on " + spoken_digits(number_) + "?";
  }
  return {};
}

std::optional<ReplyPlan> Conversation::answer_question(std::string_view text, const Pattern* pattern) {
  if (repeats(pattern)) return plan(question());
  if (asking_ == Asking::number) return number_said(text, pattern);

  const auto digits = digits_in(text);
  const auto said = yes_or_no(text);
  if (asking_ == Asking::confirmation && count_digits(digits) >= kFewestDigits) {  // "no, it is five five five …"
    number_ = digits;
    return confirm_number();
  }
  const bool is_short = normalise(text).size() <= kShortAnswer;
  if (said != YesNo::unclear && (is_short || !pattern)) return said == YesNo::yes ? accepted() : declined();
  if (asking_ != Asking::confirmation && offers_people(pattern)) return accepted();  // "yes, have somebody call me"
  if (pattern) return std::nullopt;
  if (asking_ == Asking::confirmation && !digits.empty()) {  // the rest of a number that was said with a pause
    number_ += digits;
    return confirm_number();
  }
  if (++attempts_ >= kMostAttempts) return go_on();
  return plan(sentence(wording::kYesOrNo, question()));
}

ReplyPlan Conversation::accepted() {
  switch (asking_) {
    case Asking::transfer: {
      auto reply = last_words(std::string(wording::kConnecting));
      reply.after = AfterReply::transfer;
      return reply;
    }
    case Asking::callback:
      if (!can_be_called(caller_)) return ask_number({});
      number_ = caller_;
      return confirm_number();
    case Asking::confirmation:
      return take_callback();
    case Asking::number:
    case Asking::nothing:
      break;
  }
  return plan(question());
}

ReplyPlan Conversation::declined() {
  if (asking_ == Asking::confirmation) return ask_number(std::string(wording::kAllRight));
  if (asking_ == Asking::transfer && organization_->fallback.offer_callback)
    return offer_callback(std::string(wording::kAllRight));
  return go_on();
}

ReplyPlan Conversation::go_on() {
  asking_ = Asking::nothing;
  misses_ = 0;
  return plan(std::string(wording::kWhatElse));
}

ReplyPlan Conversation::ask_number(std::string before) {
  asking_ = Asking::number;
  number_.clear();
  keyed_ = false;
  attempts_ = 0;
  return plan(sentence(before, question()));
}

std::optional<ReplyPlan> Conversation::number_said(std::string_view text, const Pattern* pattern) {
  const auto digits = digits_in(text);
  if (count_digits(digits) == 0) {
    if (pattern && !offers_people(pattern)) return std::nullopt;
    if (yes_or_no(text) == YesNo::no) return go_on();
    if (++attempts_ >= kMostAttempts) {
      asking_ = Asking::nothing;
      return plan(std::string(wording::kNumberFailed));
    }
    return plan(question());
  }
  if (keyed_) number_.clear();
  keyed_ = false;
  number_ += digits;
  if (count_digits(number_) > kMostDigits) return ask_number({});
  if (!can_be_called(number_)) return aside(std::string(wording::kGoOn));
  return confirm_number();
}

ReplyPlan Conversation::number_keyed() {
  if (can_be_called(number_)) return take_callback();
  number_.clear();
  if (++attempts_ < kMostAttempts) return plan(sentence(wording::kTooShort, question()));
  asking_ = Asking::nothing;
  return plan(std::string(wording::kNumberFailed));
}

ReplyPlan Conversation::confirm_number() {
  if (count_digits(number_) > kMostDigits) return ask_number({});
  asking_ = Asking::confirmation;
  attempts_ = 0;
  return plan(question());
}

ReplyPlan Conversation::take_callback() {
  CallbackWish wish{std::exchange(number_, {}), std::exchange(unanswered_, {})};
  asking_ = Asking::nothing;
  misses_ = 0;
  auto reply = plan(std::string(wording::kCallbackTaken));
  reply.callback = std::move(wish);
  return reply;
}

}  // namespace parley
