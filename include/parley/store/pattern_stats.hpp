// SPDX-License-Identifier: Apache-2.0
// How patterns do, and which answers of layer 2 wait to become patterns. The learner writes; operators read, judge and
// undo.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "parley/async/clock.hpp"
#include "parley/database/database.hpp"
#include "parley/learning/answered_questions.hpp"
#include "parley/store/change_note.hpp"

namespace parley {

struct PatternStats {
  bool learned = false;   // made by the router; by hand otherwise
  std::int64_t uses = 0;  // answers given from memory
  std::int64_t audits = 0;
  std::int64_t audits_right = 0;
  std::int64_t repeats = 0;      // callers who asked the same again right after
  std::int64_t corrections = 0;  // … who said that it was not what they meant
  std::int64_t people = 0;       // … who asked for a person
  std::int64_t thumbs_up = 0;
  std::int64_t thumbs_down = 0;
  double confidence = 1;
  double success_rate = 1;
  double extra_margin = 0;
  std::optional<WallTime> switched_off_at;
  std::string switched_off_why;
  std::string provenance = "{}";  // JSON

  friend bool operator==(const PatternStats&, const PatternStats&) = default;
};

struct AnswerCandidateRow {
  std::string id;  // UUID v7
  std::string question;
  std::string answer;
  double confidence = 0;
  std::int64_t sightings = 0;
  std::string state;  // seen, approved, learned, refused
  std::string reason;
  std::string pattern_key;  // once it is learned
  std::string provenance;   // JSON
  WallTime created_at{};
  WallTime updated_at{};
};

struct CandidatePage {
  std::vector<AnswerCandidateRow> candidates;  // newest first
  std::optional<std::string> next_cursor;      // the last id
};

struct AnsweredPage {
  std::vector<AnsweredQuestion> answered;  // by question
  std::optional<std::string> next_cursor;  // the last question
};

enum class CandidateDecision { approve, refuse };

// not_found: no such organization, pattern or candidate of this organization.
class PatternStatsStore {
 public:
  static std::unique_ptr<PatternStatsStore> create(Database& database, Clock& clock);
  virtual ~PatternStatsStore() = default;

  // By key; patterns that were never used have none.
  virtual Task<Result<std::map<std::string, PatternStats>>> of(OrganizationKey organization,
                                                               std::vector<std::string> keys) = 0;
  // Counts, rates and switching off as if never used; learned and provenance stay. No keys: all. How many there were.
  virtual Task<Result<std::int64_t>> reset(OrganizationKey organization, std::vector<std::string> keys,
                                           ChangeNote note) = 0;
  virtual Task<Result<PatternStats>> thumb(OrganizationKey organization, std::string key, bool up, ChangeNote note) = 0;

  // `state`: empty for all.
  virtual Task<Result<CandidatePage>> candidates(OrganizationKey organization, std::string state, std::size_t limit,
                                                 std::string after_id) = 0;
  // conflict: it is a pattern already; that is undone by deleting the pattern.
  virtual Task<Result<AnswerCandidateRow>> decide(OrganizationKey organization, std::string id,
                                                  CandidateDecision decision, ChangeNote note) = 0;

  // Questions that layer 1b was taught because patterns answered them.
  virtual Task<Result<AnsweredPage>> answered(OrganizationKey organization, std::size_t limit,
                                              std::string after_question) = 0;
  // It is taught no more; every instance learns anew. not_found: it was not.
  virtual Task<Result<void>> forget_answered(OrganizationKey organization, std::string question, ChangeNote note) = 0;
};

}  // namespace parley
