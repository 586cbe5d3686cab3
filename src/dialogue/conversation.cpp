// SPDX-License-Identifier: Apache-2.0
#include "parley/dialogue/conversation.hpp"

#include <algorithm>
#include <utility>

#include "conversation_rules.hpp"
#include "parley/dialogue/opening_hours.hpp"
#include "parley/dialogue/reply_text.hpp"
#include "parley/dialogue/spoken_answers.hpp"
#include "parley/router/normalise.hpp"
#include "wording.hpp"

namespace parley {
namespace {

constexpr std::size_t kMostRemembered = 500;  // bytes of unanswered questions in a call-back wish

// "Is there anything else I can do for you?"
bool asks_for_more(std::string_view text) {
  return text.ends_with('?') && text.find(" else ") != std::string_view::npos;
}

}  // namespace

Conversation::Conversation(OrganizationSnapshot organization, std::string caller)
    : organization_(std::move(organization)), caller_(std::move(caller)) {}

ReplyPlan Conversation::greeting(WallTime now) {
  const bool after_hours = !organization_->after_hours_greeting.empty() &&
                           !OpeningTimes(organization_->hours, organization_->timezone, now).open_now();
  const auto& own = after_hours ? organization_->after_hours_greeting : organization_->greeting;
  const auto text = sentence(organization_->disclosure, own.empty() ? wording::kGreeting : std::string_view(own));
  auto greeting = plan(render_reply(text, *organization_, now));
  // What has to be disclosed has to be heard.
  greeting.interruptible = organization_->disclosure.empty();
  return greeting;
}

ReplyPlan Conversation::heard(std::string_view text, const RouteDecision& decision, WallTime now) {
  silences_ = 0;
  const auto* pattern = find(decision.pattern);
  if (asking_ != Asking::nothing) {
    if (auto reply = answer_question(text, pattern)) return *std::move(reply);
    asking_ = Asking::nothing;
  }
  switch (decision.refusal) {
    case Refusal::none:
      break;
    case Refusal::empty:
    case Refusal::noise:
    case Refusal::unclear:
      return not_understood({});
    case Refusal::too_long:
      return not_understood(std::string(wording::kTooLong));
    case Refusal::repeated:
      return not_understood(std::string(wording::kRepeated));
    case Refusal::too_often:
      return aside(sentence(wording::kTooOften, question()));
    case Refusal::blocked:
      return aside(sentence(wording::kBlocked, question()));
  }
  if (pattern) return answer(*pattern, text, now);
  if (auto reply = small_talk(text, now)) return *std::move(reply);
  return missed(text, now);
}

bool Conversation::would_miss(std::string_view text, const RouteDecision& decision, WallTime now) const {
  Conversation tried = *this;
  tried.heard(text, decision, now);
  return tried.misses_ > misses_;
}

ReplyPlan Conversation::answered(std::string words) {
  silences_ = 0;
  misses_ = 0;
  unclear_ = 0;
  asking_ = Asking::nothing;
  return plan(std::move(words));
}

ReplyPlan Conversation::answer(const Pattern& pattern, std::string_view text, WallTime now) {
  misses_ = 0;
  unclear_ = 0;
  const auto words = render_reply(pattern.reply, *organization_, now, last_reply_);
  if (offers_people(&pattern) && unanswered_.empty()) unanswered_ = text;
  ReplyPlan reply;
  if (pattern.after == AfterReply::hang_up) {
    reply = last_words(words.empty() ? farewell(now) : words);
  } else if (pattern.after == AfterReply::transfer && organization_->fallback.transfer_to) {
    reply = last_words(words);
    reply.after = AfterReply::transfer;
  } else if (offers_people(&pattern) && can_offer()) {
    reply = offer(words);
  } else {
    reply = repeats(&pattern) ? aside(words) : plan(words);
  }
  reply.pattern = pattern.key;
  return reply;
}

ReplyPlan Conversation::missed(std::string_view text, WallTime now) {
  if (!unanswered_.empty() && !text.empty()) unanswered_ += "; ";
  unanswered_ += text;
  if (unanswered_.size() > kMostRemembered) unanswered_.erase(0, unanswered_.size() - kMostRemembered);
  ++misses_;
  if (misses_ == 1 || !can_offer()) return reprompt(now);
  return offer(std::string(wording::kNoAnswer));
}

ReplyPlan Conversation::reprompt(WallTime now) {
  const auto& own = organization_->fallback.reprompt;
  std::string text = own.empty() ? std::string(wording::kReprompt) : own;
  const bool has_offers = std::any_of(organization_->patterns.begin(), organization_->patterns.end(),
                                      [](const Pattern& pattern) { return pattern.active && !pattern.offers.empty(); });
  if (has_offers && !mentions(text, "offers")) text = sentence(text, wording::kOffers);
  return plan(render_reply(text, *organization_, now));
}

ReplyPlan Conversation::unheard(WallTime) {
  silences_ = 0;
  return not_understood({});
}

ReplyPlan Conversation::not_understood(std::string words) {
  ++unclear_;
  if (asking_ == Asking::nothing && unclear_ >= kMostAttempts && can_offer()) {
    unclear_ = 0;
    return offer(std::string(wording::kHardToHear));
  }
  if (words.empty()) words = unclear_ == 1 ? wording::kNotCaught : wording::kStillNotCaught;
  return aside(sentence(words, question()));
}

std::optional<ReplyPlan> Conversation::small_talk(std::string_view text, WallTime now) {
  const auto said = yes_or_no(text);
  if (said == YesNo::unclear || normalise(text).size() > 2) return std::nullopt;
  if (said == YesNo::no && asks_for_more(last_reply_)) return last_words(farewell(now));
  return plan(std::string(said == YesNo::yes ? wording::kHowCanIHelp : wording::kWhatElse));
}

std::optional<ReplyPlan> Conversation::digit(char key, WallTime) {
  silences_ = 0;
  if (asking_ == Asking::number) {
    if (key == '#') return number_keyed();
    if (key == '*') {
      number_.clear();
      return plan(question());
    }
    if (key < '0' || key > '9') return std::nullopt;
    if (!keyed_) number_.clear();
    keyed_ = true;
    number_.push_back(key);
    if (number_.size() == kMostDigits) return take_callback();
    return std::nullopt;
  }
  if (asking_ != Asking::nothing && key == '1') return accepted();
  if (asking_ != Asking::nothing && key == '2') return declined();
  if (key == '0' && can_offer()) return offer({});
  return std::nullopt;
}

ReplyPlan Conversation::silence(WallTime now) {
  if (asking_ == Asking::number && keyed_ && can_be_called(number_)) return take_callback();
  if (silences_ >= organization_->silence.prompts) {
    return last_words(sentence(wording::kSilent, farewell(now)));
  }
  ++silences_;
  return aside(
      sentence(wording::kStillThere, asking_ == Asking::nothing ? std::string(wording::kHowCanIHelp) : question()));
}

ReplyPlan Conversation::closing(Closing reason, WallTime now) {
  switch (reason) {
    case Closing::speech_lost:
      return last_words(std::string(wording::kSpeechLost));
    case Closing::shutdown:
      return last_words(std::string(wording::kShutdown));
    case Closing::farewell:
      return last_words(farewell(now));
    case Closing::too_long:
      break;
  }
  return last_words(sentence(wording::kTimeIsUp, farewell(now)));
}

std::string Conversation::farewell(WallTime now) const {
  const auto& own = organization_->farewell;
  return own.empty() ? std::string(wording::kGoodbye) : render_reply(own, *organization_, now);
}

ReplyPlan Conversation::plan(std::string words) {
  last_reply_ = words;
  return aside(std::move(words));
}

ReplyPlan Conversation::aside(std::string words) const {
  ReplyPlan reply;
  reply.spoken = pronounce(words, organization_->pronunciations);
  reply.text = std::move(words);
  if (asking_ == Asking::number)
    reply.expects = ReplyExpect::digits;
  else if (asking_ != Asking::nothing)
    reply.expects = ReplyExpect::yes_no;
  if (asking_ == Asking::callback) reply.after = AfterReply::offer_callback;
  return reply;
}

ReplyPlan Conversation::last_words(std::string words) {
  asking_ = Asking::nothing;
  auto reply = plan(std::move(words));
  reply.after = AfterReply::hang_up;
  reply.interruptible = false;
  return reply;
}

const Pattern* Conversation::find(std::string_view key) const {
  if (key.empty()) return nullptr;
  for (const auto& pattern : organization_->patterns)
    if (pattern.key == key) return &pattern;
  return nullptr;
}

}  // namespace parley
