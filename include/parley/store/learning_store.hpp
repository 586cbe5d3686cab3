// SPDX-License-Identifier: Apache-2.0
// What the router learns, kept in the database for all instances: candidates, negatives, how patterns fare, audits.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "parley/async/clock.hpp"
#include "parley/core/ids.hpp"
#include "parley/database/database.hpp"
#include "parley/learning/answered_questions.hpp"
#include "parley/learning/candidate_book.hpp"
#include "parley/learning/negative_book.hpp"
#include "parley/learning/pattern_health.hpp"

namespace parley {

enum class CandidateState { seen, approved, learned, refused };
std::string_view to_string(CandidateState state);

// What is written of a candidate with its newest sighting.
struct CandidateNote {
  Candidate candidate;
  CandidateState state = CandidateState::seen;
  std::string reason;       // in words
  std::string pattern_key;  // once it is learned
  CallId call;              // that brought it; all of them are kept as provenance, at most twenty
  std::string source;       // model or piece of knowledge
};

struct PatternAudit {
  std::string pattern;
  CallId call;
  std::uint32_t turn = 0;
  std::string question;
  std::string said;
  std::string model_said;
  bool agrees = false;
  double cost_usd = 0;
};

// What is known of one learned pattern when it is made.
struct LearnedFrom {
  double confidence = 0;
  std::string reason;
  std::string source;
  std::vector<CallId> calls;
};

struct Unlearned {
  std::int64_t candidates = 0;
  std::int64_t negatives = 0;
  std::int64_t answered = 0;
  std::int64_t audits = 0;
  std::int64_t patterns = 0;  // figures of learned ones; the patterns themselves belong to the OrganizationStore
};

// Faults are those of the database; not_found: no such organization.
class LearningStore {
 public:
  static std::unique_ptr<LearningStore> create(Database& database, Clock& clock);
  virtual ~LearningStore() = default;

  // Seen or approved, newest first; at most `limit`.
  virtual Task<Result<std::vector<Candidate>>> candidates(OrganizationKey organization, std::size_t limit) = 0;
  // One row a question: what was there is replaced, an approval stays.
  virtual Task<Result<void>> note(OrganizationKey organization, CandidateNote note) = 0;
  // These questions belong to that pattern now.
  virtual Task<Result<void>> settle(OrganizationKey organization, std::vector<std::string> questions,
                                    std::string pattern) = 0;

  virtual Task<Result<void>> mine(OrganizationKey organization, std::vector<std::string> questions) = 0;
  virtual Task<Result<std::vector<MinedNegative>>> negatives(OrganizationKey organization) = 0;  // newest first
  virtual Task<Result<void>> drop_negatives(OrganizationKey organization, std::vector<std::string> questions) = 0;

  // One row a question; one that is there keeps the greater weight. At most kMostAnsweredQuestions stay, the newest.
  virtual Task<Result<void>> keep_answered(OrganizationKey organization, std::vector<AnsweredQuestion> answered) = 0;
  virtual Task<Result<std::vector<AnsweredQuestion>>> answered(OrganizationKey organization) = 0;  // newest first
  // An audit found these answers wrong.
  virtual Task<Result<void>> drop_answered(OrganizationKey organization, std::vector<std::string> questions) = 0;

  virtual Task<Result<void>> begin_health(OrganizationKey organization, std::string pattern, LearnedFrom from) = 0;
  virtual Task<Result<std::map<std::string, PatternHealth>>> health(OrganizationKey organization) = 0;
  // In order, on the newest row, while no other instance writes it; the last change, verdicts of all.
  virtual Task<Result<std::vector<HealthChange>>> count(OrganizationKey organization, std::string pattern,
                                                        std::vector<HealthEvent> events, HealthRules rules) = 0;
  virtual Task<Result<void>> audited(OrganizationKey organization, PatternAudit audit) = 0;

  // Candidates, negatives, answered questions, audits, and the figures of learned patterns are gone. `dry`: they are
  // only counted.
  virtual Task<Result<Unlearned>> forget(OrganizationKey organization, bool dry) = 0;

  // What was learned has changed without a change of the definition (negatives): every instance learns it anew.
  virtual Task<Result<void>> touch(OrganizationKey organization) = 0;
};

}  // namespace parley
