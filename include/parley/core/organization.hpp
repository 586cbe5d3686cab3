// SPDX-License-Identifier: Apache-2.0
// What one organization wants from its agent: the value that YAML files (and later the database) are read into.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "parley/core/ids.hpp"

namespace parley {

// Fires when at least one of `any` and all of `all` occur, none of `none` does, and the utterance is short enough.
// Entries may be several words ("day off"); they match whole words of the normalised utterance. A bar separates
// alternatives within an entry ("furnace|heater"). Courtesies around a question ("hi", "please") do not count as words.
// Negation that no entry names keeps a rule from firing.
struct KeywordRule {
  std::vector<std::string> any;
  std::vector<std::string> all;
  std::vector<std::string> none;
  std::optional<std::uint32_t> max_words;

  friend bool operator==(const KeywordRule&, const KeywordRule&) = default;
};

enum class ReplyKind { fixed, mustache, tool };  // in files: static, template, tool

// What happens after a pattern's reply was spoken.
enum class AfterReply { listen, hang_up, offer_callback, transfer };

// How sure the router must be to answer from memory: the share of right answers among those it gives.
enum class Care { harmless, usual, sensitive };  // 97 %, 98 %, 99 %

struct Pattern {
  std::string key;
  std::vector<std::string> examples;
  std::vector<KeywordRule> keywords;
  std::string reply;  // mustache: {{hours_today}}, {{organization}} …
  ReplyKind kind = ReplyKind::fixed;
  AfterReply after = AfterReply::listen;
  bool active = true;
  bool never_suppress = false;
  Care care = Care::usual;
  // What this pattern is about, as the end of "I can help with …"; the fallback names three of them.
  std::string offers;

  friend bool operator==(const Pattern&, const Pattern&) = default;
};

// Minutes after local midnight; closes > opens.
struct OpenSpan {
  std::chrono::minutes opens{0};
  std::chrono::minutes closes{0};

  friend bool operator==(const OpenSpan&, const OpenSpan&) = default;
};

struct OpeningHours {
  std::map<unsigned, std::vector<OpenSpan>> by_weekday;  // 0 = Sunday, as std::chrono::weekday::c_encoding
  std::vector<std::chrono::year_month_day> closed;
  // In place of the weekday's hours on that date; holidays with short hours.
  std::map<std::chrono::year_month_day, std::vector<OpenSpan>> special;

  friend bool operator==(const OpeningHours&, const OpeningHours&) = default;
};

struct SilencePolicy {
  std::chrono::milliseconds prompt_after{6000};
  std::uint32_t prompts = 2;  // then a polite farewell

  friend bool operator==(const SilencePolicy&, const SilencePolicy&) = default;
};

struct CallLimits {
  std::uint32_t calls = 50;
  std::chrono::minutes call_length{30};

  friend bool operator==(const CallLimits&, const CallLimits&) = default;
};

struct FallbackPolicy {
  std::string reprompt;  // empty: made from what the organization offers
  bool offer_callback = true;
  std::optional<std::string> transfer_to;

  friend bool operator==(const FallbackPolicy&, const FallbackPolicy&) = default;
};

// Days after the end of a call; absent: kept until somebody erases them.
struct RetentionPolicy {
  std::optional<std::uint32_t> recording_days;
  std::optional<std::uint32_t> transcript_days;

  friend bool operator==(const RetentionPolicy&, const RetentionPolicy&) = default;
};

// What is made ready before anybody asks, besides what is asked often.
struct PrewarmList {
  std::vector<std::string> questions;  // as callers would say them
  std::vector<std::string> callers;    // numbers whose history is kept at hand

  friend bool operator==(const PrewarmList&, const PrewarmList&) = default;
};

struct Prices {
  double llm_call_usd = 0.01;
  double embedding_usd = 0.0001;

  friend bool operator==(const Prices&, const Prices&) = default;
};

// Who gets the router's answers; the others go on to layer 2. A caller's share is the same at every call.
struct RouterRollout {
  double percentage = 100;             // of callers
  std::vector<std::string> whitelist;  // numbers that always get it
  std::vector<std::string> blacklist;  // numbers that never do; before the whitelist

  friend bool operator==(const RouterRollout&, const RouterRollout&) = default;
};

// How the router answers for one organization; changes reach the next call.
struct RouterFlags {
  bool enabled = true;
  bool shadow = false;  // layer 1b says in the record what it would have answered, and answers nothing
  bool debug = false;   // every decision is explained in the log
  bool learn = true;
  // Shares of right answers to reach, by Care, 0.5–0.999; absent: 0.97, 0.98, 0.99.
  std::optional<double> harmless_target;
  std::optional<double> usual_target;
  std::optional<double> sensitive_target;
  double extra_scope = 0;   // on top of what was calibrated, 0–1
  double extra_margin = 0;  // the same for the margin
  double min_confidence_to_learn = 0.90;
  RouterRollout rollout;

  friend bool operator==(const RouterFlags&, const RouterFlags&) = default;
};

struct Organization {
  OrganizationKey key;
  std::string name;
  std::string language = "en-US";
  std::string timezone = "UTC";
  std::string voice = "rms";
  std::vector<std::string> numbers;
  std::string greeting;
  std::string after_hours_greeting;  // in place of the greeting while closed; empty: the same
  std::string farewell;
  std::string disclosure;
  OpeningHours hours;
  SilencePolicy silence;
  CallLimits limits;
  std::map<std::string, std::string> pronunciations;
  std::vector<std::string> blocklist;
  // Extra sentences and names for the recogniser's language model that belong to no pattern.
  std::vector<std::string> phrases;
  FallbackPolicy fallback;
  Prices prices;
  RetentionPolicy retention;
  RouterFlags router;
  PrewarmList prewarm;
  std::vector<Pattern> patterns;
  bool draft = false;  // being tried on numbers of its own; in no file

  friend bool operator==(const Organization&, const Organization&) = default;
};

// Under which a recogniser knows it: a draft is heard apart from what is published.
inline OrganizationKey hearing_key(const Organization& organization) {
  return OrganizationKey{organization.key.value + (organization.draft ? " (draft)" : "")};
}

// An immutable snapshot, shared by the directory and by each call that started with it; a change makes a new one.
using OrganizationSnapshot = std::shared_ptr<const Organization>;

}  // namespace parley
