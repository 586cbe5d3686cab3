// SPDX-License-Identifier: Apache-2.0
#include "listening_corpus.hpp"

#include <array>
#include <sstream>

#include "everyday_phrases.hpp"
#include "parley/router/normalise.hpp"
#include "reply_sentences.hpp"

namespace parley {

namespace {

constexpr double kExampleWeight = 3;
constexpr double kKeywordWeight = 1;
constexpr double kReplyWeight = 0.3;
constexpr double kPhraseWeight = 1;

constexpr std::array<std::string_view, 10> kDigits = {"one", "two",   "three", "four", "five",
                                                      "six", "seven", "eight", "nine", "zero"};
constexpr std::array<std::string_view, 7> kDays = {"monday", "tuesday",  "wednesday", "thursday",
                                                   "friday", "saturday", "sunday"};
constexpr std::array<std::string_view, 12> kMonths = {"january",   "february", "march",    "april",
                                                      "may",       "june",     "july",     "august",
                                                      "september", "october",  "november", "december"};

// Adds sentences to one part of the corpus, growing the vocabulary.
class Writer {
 public:
  Writer(Vocabulary& vocabulary, TrigramCounts& counts) : vocabulary_(vocabulary), counts_(counts) {}

  void say(std::string_view text, double weight, bool goes_on = false) {
    std::vector<WordId> sentence;
    for (const auto& word : pronounced_words(text)) sentence.push_back(vocabulary_.add(word));
    if (!sentence.empty()) counts_.add(sentence, weight, goes_on);
  }
  void know(std::string_view text, double weight) {
    for (const auto& word : pronounced_words(text)) counts_.add_word(vocabulary_.add(word), weight);
  }

 private:
  Vocabulary& vocabulary_;
  TrigramCounts& counts_;
};

void say_digits(Writer& writer, double weight) {
  std::vector<std::string> all(kDigits.begin(), kDigits.end());
  all.emplace_back("oh");
  // Every digit after every other, starting and ending anywhere: a loop without preference.
  for (const auto& first : all) {
    writer.say(first, weight);
    for (const auto& second : all) {
      for (const auto& third : all) writer.say(first + ' ' + second + ' ' + third, weight / 20);
    }
  }
}

void say_times(Writer& writer) {
  for (int hour = 1; hour <= 12; ++hour) {
    const auto clock = pronounced_words(std::to_string(hour)).front();
    writer.say(clock + " o'clock", 0.5);
    for (const char* half : {"a m", "p m"}) {
      writer.say("at " + clock + ' ' + half, 0.5);
      writer.say(clock + " thirty " + half, 0.25);
    }
    writer.say(clock + " thirty", 0.25);
    writer.say("at " + clock, 0.25);
  }
  for (auto day : kDays) {
    const std::string name(day);
    for (const char* frame : {"on ", "this ", "next ", "are you open on ", "what time do you open on ",
                              "can you come on ", "do you work on "}) {
      writer.say(frame + name, 0.5);
    }
    for (const char* part : {" morning", " afternoon", " evening"}) writer.say(name + part, 0.5);
  }
  for (auto month : kMonths) {
    writer.say("in " + std::string(month), 0.3);
    for (const char* date : {"first", "second", "third", "tenth", "fifteenth", "twentieth"}) {
      writer.say("on " + std::string(month) + ' ' + date, 0.1);
    }
  }
  for (const char* when : {"today", "tomorrow", "tonight", "tomorrow morning", "tomorrow afternoon", "this week",
                           "next week", "this weekend", "right now", "as soon as possible", "in the morning",
                           "in the afternoon", "in the evening", "at noon", "any time"}) {
    writer.say(when, 1);
  }
  for (int tens = 20; tens <= 100; tens += 10) {
    for (const auto& word : pronounced_words(std::to_string(tens))) writer.know(word, 1);
  }
}

void say_everyday(Writer& writer) {
  std::istringstream lines{std::string(everyday_phrases())};
  for (std::string line; std::getline(lines, line);) writer.say(line, 1, line.ends_with("..."));
  std::istringstream words{std::string(everyday_words())};
  for (std::string word; words >> word;) writer.know(word, 1);  // all at once they are more than is read of a text
  say_digits(writer, 0.2);
  say_times(writer);
}

// "gas|propane": each of them.
void say_alternatives(Writer& writer, std::string_view entry) {
  for (;;) {
    const auto bar = entry.find('|');
    writer.say(entry.substr(0, bar), kKeywordWeight);
    if (bar == std::string_view::npos) return;
    entry.remove_prefix(bar + 1);
  }
}

void say_organization(Writer& writer, const Organization& organization) {
  for (const auto& pattern : organization.patterns) {
    if (!pattern.active) continue;
    for (const auto& example : pattern.examples) writer.say(example, kExampleWeight);
    for (const auto& rule : pattern.keywords) {
      for (const auto& entry : rule.any) say_alternatives(writer, entry);
      for (const auto& entry : rule.all) say_alternatives(writer, entry);
    }
    writer.say(pattern.offers, kPhraseWeight);
    // A caller repeats the words that the agent used.
    for (const auto& sentence : reply_sentences(pattern.reply)) writer.say(sentence, kReplyWeight);
  }
  for (const auto& phrase : organization.phrases) writer.say(phrase, kPhraseWeight);
  writer.say(organization.name, kPhraseWeight);
  for (const auto& sentence : reply_sentences(organization.fallback.reprompt)) writer.say(sentence, kReplyWeight);
  for (const auto& [word, said] : organization.pronunciations) writer.know(word, kPhraseWeight);
}

void say_expected(Writer& writer, const HearingContext& expecting) {
  switch (expecting.expect) {
    case HearingContext::Expect::anything:
      break;
    case HearingContext::Expect::phrases:
      for (const auto& phrase : expecting.phrases) writer.say(phrase, kExampleWeight);
      break;
    case HearingContext::Expect::digits:
      say_digits(writer, 1);
      for (const char* frame : {"it's", "it is", "my number is", "the number is", "that's", "yes it's", "area code"}) {
        for (auto digit : kDigits) writer.say(std::string(frame) + ' ' + std::string(digit), 0.3);
      }
      break;
    case HearingContext::Expect::yes_no:
      for (const char* yes :
           {"yes", "yes", "yes please", "yeah", "yep", "sure", "okay", "yes that's right", "correct", "that's right",
            "yes i do", "yes it is", "right", "please do", "of course", "absolutely"}) {
        writer.say(yes, kExampleWeight);
      }
      for (const char* no : {"no", "no", "no thanks", "no thank you", "nope", "no that's wrong", "not now",
                             "no it isn't", "no i don't", "that's wrong", "no that's all", "i don't think so"}) {
        writer.say(no, kExampleWeight);
      }
      break;
  }
}

}  // namespace

ListeningCorpus collect_corpus(const Organization& organization, const HearingContext& expecting) {
  ListeningCorpus corpus;
  Writer own(corpus.vocabulary, corpus.own);
  say_organization(own, organization);
  Writer expected(corpus.vocabulary, corpus.expected);
  say_expected(expected, expecting);
  Writer everyday(corpus.vocabulary, corpus.everyday);
  say_everyday(everyday);
  return corpus;
}

CorpusShares corpus_shares(HearingContext::Expect expecting) {
  switch (expecting) {
    case HearingContext::Expect::digits:
      return {.own = 0.05, .expected = 0.9, .everyday = 0.05};
    case HearingContext::Expect::yes_no:
      return {.own = 0.3, .expected = 0.5, .everyday = 0.2};
    case HearingContext::Expect::phrases:
      return {.own = 0.4, .expected = 0.5, .everyday = 0.1};
    case HearingContext::Expect::anything:
      break;
  }
  return {};
}

TrigramModel listening_model(const ListeningCorpus& corpus, const CorpusShares& shares) {
  std::vector<WeightedCounts> parts;
  if (!corpus.own.empty()) parts.push_back({&corpus.own, shares.own});
  if (!corpus.expected.empty()) parts.push_back({&corpus.expected, shares.expected});
  parts.push_back({&corpus.everyday, shares.everyday});
  return TrigramModel(corpus.vocabulary, parts);
}

std::map<std::string, std::vector<std::string>> spoken_forms(const Organization& organization) {
  std::map<std::string, std::vector<std::string>> forms;
  for (const auto& [word, said] : organization.pronunciations) {
    const auto written = pronounced_words(word);
    if (written.size() == 1) forms[written.front()] = pronounced_words(said);
  }
  return forms;
}

}  // namespace parley
