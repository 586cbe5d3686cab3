// SPDX-License-Identifier: Apache-2.0
#include "chat_meters.hpp"

namespace parley {
namespace {

const std::vector<double> kSeconds{0.1, 0.2, 0.3, 0.5, 0.8, 1.2, 2, 4, 8};

double seconds(Duration span) { return std::chrono::duration<double>(span).count(); }

}  // namespace

const char* outcome_of(Fault fault) {
  switch (fault) {
    case Fault::timed_out:
      return "timed_out";
    case Fault::exhausted:
      return "limited";
    case Fault::unsupported:
      return "nonsense";
    default:
      return "unavailable";
  }
}

ChatMeters::ChatMeters(Meters& meters)
    : first_words_(&meters.histogram("parley_language_first_words_seconds",
                                     "From a question to the first words of a language model", kSeconds)),
      whole_(&meters.histogram("parley_language_answer_seconds", "From a question to the end of an answer", kSeconds)),
      prompt_tokens_(&meters.counter("parley_language_tokens_total", "Tokens of language models", {{"of", "prompt"}})),
      completion_tokens_(
          &meters.counter("parley_language_tokens_total", "Tokens of language models", {{"of", "answer"}})) {
  for (const auto* outcome : {"answered", "unknown", "timed_out", "limited", "nonsense", "unavailable"}) {
    requests_[outcome] = &meters.counter("parley_language_requests_total", "Questions to language models by what came",
                                         {{"outcome", outcome}});
  }
}

void ChatMeters::first_words(Duration since_asked) { first_words_->observe(seconds(since_asked)); }

void ChatMeters::over(const std::string& outcome, Duration since_asked) {
  requests_.at(outcome)->add();
  whole_->observe(seconds(since_asked));
}

void ChatMeters::tokens(TokenCount count) {
  prompt_tokens_->add(count.prompt);
  completion_tokens_->add(count.completion);
}

}  // namespace parley
