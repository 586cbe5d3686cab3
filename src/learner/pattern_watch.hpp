// SPDX-License-Identifier: Apache-2.0
// How patterns fare: counts uses and complaints, audits some answers, switches off what is wrong.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "call_memory.hpp"
#include "parley/learner/learner.hpp"
#include "pattern_edits.hpp"
#include "second_opinion.hpp"

namespace parley {

// What an audit says about the question, besides what it says about the pattern.
struct AuditFinding {
  bool agrees = false;
  double weight = 0;                    // answers that this one stands for
  std::optional<AnsweredTurn> instead;  // what layer 2 says of it, twice, or that it knows nothing
};

// Used on the learner's executor, one turn at a time.
class PatternWatch {
 public:
  PatternWatch(const Learner::Parts& parts, SecondOpinion& second);

  // The answer came from memory. nullopt: it was not audited, or nothing came of that.
  Task<std::optional<AuditFinding>> used(const AnsweredTurn& turn, const std::string& pattern);
  Task<void> complained(const CallMemory::Reaction& complaint);
  // What was counted since the last time goes to the database, and what follows from it happens.
  Task<void> write_down();

 private:
  struct Watched {
    std::map<std::string, PatternHealth> health;  // as it was read or written last, for how often to audit
    std::map<std::string, std::vector<HealthEvent>> uncounted;
    std::map<std::string, double> targets;  // of the pattern's care
    bool read = false;
  };
  Task<std::optional<AuditFinding>> audit(const AnsweredTurn& turn, const std::string& pattern, double share);
  Task<void> read(const OrganizationKey& key, Watched& watched);
  Task<void> write_down(const OrganizationKey& key, Watched& watched);
  Task<void> act_on(const OrganizationKey& key, const std::string& pattern, const HealthChange& change);

  const Learner::Parts& parts_;
  SecondOpinion& second_;
  PatternEdits edits_;
  std::map<OrganizationKey, Watched> watched_;
  Counter& audits_right_;
  Counter& audits_wrong_;
  Counter& switched_off_;
};

}  // namespace parley
