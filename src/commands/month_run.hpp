// SPDX-License-Identifier: Apache-2.0
// One organization's month: the real router and the real rules of learning, in front of a made-up model.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "month_model.hpp"
#include "month_stream.hpp"
#include "parley/learning/answered_questions.hpp"
#include "parley/learning/candidate_book.hpp"
#include "parley/learning/negative_book.hpp"
#include "parley/learning/pattern_health.hpp"
#include "parley/meaning/meaning_index.hpp"
#include "parley/router/intent_router.hpp"
#include "statistics.hpp"

namespace parley::commands {

// What happened in so many utterances of the month.
struct MonthWindow {
  std::size_t asked = 0;
  Share suppressed;            // of all
  Share suppressed_answered;   // of those whose intent has been answered before
  Share wrong;                 // of what was suppressed
  Share wrong_layer_2;         // of what the model answered
  std::size_t exact = 0;       // suppressed by layer 1a or the exact reply cache
  std::size_t meaning = 0;     // by layer 1b
  std::size_t wrong_near = 0;  // wrong answers to near unknown, far unknown and known questions
  std::size_t wrong_far = 0;
  std::size_t wrong_known = 0;
  std::size_t model_calls = 0;  // all, with second samples and audits
  std::size_t second_samples = 0;
  std::size_t audits = 0;
  std::size_t embeddings = 0;
  std::size_t patterns = 0;  // at the end
  std::size_t examples = 0;
  std::size_t negatives = 0;
  std::size_t switched_off = 0;
  std::size_t merged = 0;  // patterns that turned out to be one
  std::size_t lessons = 0;
  double lesson_s = 0;  // CPU time
};

struct MonthRunPlan {
  std::size_t window = 500;
  double wrong = 0.02;          // of the model's answers
  Care care = Care::sensitive;  // of learned patterns
};

// Of answers by their confidence: how many were right.
struct ConfidenceTally {
  Share sure;    // rated 0.90 and above
  Share unsure;  // below
};

struct MonthLog {
  std::vector<MonthWindow> windows;
  ConfidenceTally confidence;
  std::set<std::string> keys;  // of the patterns at the end
  Share labels;                // of examples at the end: those whose pattern has their answer
};

class MonthRun {
 public:
  MonthRun(const Month& month, const MonthRunPlan& plan, const SharedEmbedder& shared, std::uint64_t seed);
  ~MonthRun();
  Result<MonthLog> run();

 private:
  struct Suppressed {
    std::string answer;
    std::string pattern;  // empty: the exact reply cache
    bool exact = false;
  };
  void end_window();
  Result<void> learn();
  bool lesson_is_due() const;
  std::optional<Suppressed> from_memory(const std::string& text, const std::string& words);
  void answer_by_model(const AskedText& asked, const std::string& words);
  void take_second_look(Sighting sighting, const AskedText& asked);
  void apply(const LearningDecision& decision, const Sighting& sighting);
  void mine(const std::string& words);
  void taught_by(const std::string& pattern, const std::string& words, double weight);
  void observe(const Suppressed& given, const AskedText& asked, const std::string& words);
  void audit(const Suppressed& given, const AskedText& asked, const std::string& words, double share);
  void merge_duplicate(const std::string& key);
  void signal(const std::string& key, HealthEvent event);
  Sighting sighting_of(const std::string& text, const std::string& words, const std::string& answer) const;
  Organization organization() const;

  const Month& month_;
  MonthRunPlan plan_;
  SharedEmbedder shared_;
  MonthModel model_;
  MeaningCloseness closeness_;  // of questions
  CandidateBook book_;
  std::mt19937_64 random_;
  std::vector<KnownAnswer> patterns_;
  std::map<std::string, std::vector<std::string>> spoken_;  // examples as they were said, by key
  std::map<std::string, PatternHealth> health_;
  std::map<std::string, AnsweredQuestion> answered_questions_;  // by question
  std::vector<Candidate> candidates_;
  std::vector<MinedNegative> negatives_;        // newest first
  std::map<std::string, std::string> replies_;  // exact reply cache, by normalised question
  std::set<std::string> answered_;              // intents
  std::shared_ptr<const IntentRouter> router_;
  std::string best_pattern_;  // of the question at hand
  std::size_t taught_ = 0;
  std::size_t new_patterns_ = 0;
  std::size_t new_examples_ = 0;
  std::size_t new_negatives_ = 0;
  std::map<std::string, std::string> meant_;  // intent of each question that was asked
  MonthWindow now_;
  MonthLog log_;
};

}  // namespace parley::commands
