// SPDX-License-Identifier: Apache-2.0
// Makes patterns and examples of what layer 2 answers, and negatives of what it does not.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "parley/learner/learner.hpp"
#include "parley/learning/refit_pace.hpp"
#include "pattern_edits.hpp"
#include "second_opinion.hpp"

namespace parley {

// Used on the learner's executor, one turn at a time.
class Student {
 public:
  Student(const Learner::Parts& parts, SecondOpinion& second);

  Task<void> learn(const AnsweredTurn& turn);
  // A pattern answered it by meaning: an audit agreed (`weight` answers are like it), or nobody objected (0).
  Task<void> answered(const AnsweredTurn& turn, double weight);
  // An audit found that the pattern's answer was wrong.
  void wrong(const AnsweredTurn& turn);
  // What was found since the last time, once that is enough; and what operators approved.
  Task<void> write_down();

 private:
  struct Untaught {
    OrganizationSnapshot organization;
    std::map<std::string, std::vector<std::string>> examples;  // by pattern
    std::set<std::string> negatives;
    std::map<std::string, AnsweredQuestion> answered;  // by question
    std::set<std::string> wrong;                       // questions whose answer is taken back
    std::map<std::string, double> kept;                // weights of answered questions in the store, once `read`
    bool read = false;
    std::size_t patterns = 0;
    std::optional<Instant> oldest;  // of what waits
    std::vector<KnownAnswer> made;  // are not in the snapshots of calls yet
  };
  Untaught& of(const OrganizationSnapshot& organization);
  std::vector<KnownAnswer> known(Untaught& untaught) const;
  LearningDecision consider(Untaught& untaught, const Sighting& sighting,
                            const std::vector<Candidate>& candidates) const;
  void spare_duplicate(Untaught& untaught, const std::vector<Candidate>& candidates, LearningDecision& decision) const;
  Task<void> carry_out(const AnsweredTurn& turn, const Sighting& sighting, LearningDecision decision);
  Task<void> make(const AnsweredTurn& turn, const Sighting& sighting, const LearningDecision& decision);
  Task<void> write_down(const OrganizationKey& key, Untaught& untaught);
  Task<void> write_answered(const OrganizationKey& key, Untaught& untaught);
  Task<void> take_approved(const OrganizationKey& key, Untaught& untaught);
  Task<void> note(const AnsweredTurn& turn, const Sighting& sighting, const LearningDecision& decision,
                  CandidateState state);
  Task<void> settle(const OrganizationKey& key, const LearningDecision& decision);
  Task<void> touch(const OrganizationKey& key);
  void tell(const Result<void>& written) const;

  const Learner::Parts& parts_;
  SecondOpinion& second_;
  PatternEdits edits_;
  std::map<OrganizationKey, Untaught> untaught_;
  Counter& made_;
  Counter& examples_;
  Counter& confirmed_;
  Counter& refused_;
  Counter& mined_;
};

}  // namespace parley
