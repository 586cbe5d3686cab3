// SPDX-License-Identifier: Apache-2.0
// What is learned, in memory. Keeps what its tests look at as plain members.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "parley/store/learning_store.hpp"

namespace parley::test {

class MemoryLearningStore final : public LearningStore {
 public:
  struct Kept {
    std::map<std::string, CandidateNote> notes;  // by question
    std::map<std::string, std::uint32_t> negatives;
    std::map<std::string, PatternHealth> health;
    std::map<std::string, LearnedFrom> learned;
    std::map<std::string, AnsweredQuestion> answered;  // by question
    std::vector<PatternAudit> audits;
    int touched = 0;
  };
  std::map<OrganizationKey, Kept> kept;
  std::optional<Error> away;

  Task<Result<std::vector<Candidate>>> candidates(OrganizationKey organization, std::size_t limit) override {
    if (away) co_return *away;
    std::vector<Candidate> all;
    for (const auto& [question, note] : kept[organization].notes) {
      if (note.state != CandidateState::seen && note.state != CandidateState::approved) continue;
      if (all.size() == limit) break;
      all.push_back(note.candidate);
      all.back().approved = note.state == CandidateState::approved;
    }
    co_return all;
  }
  Task<Result<void>> note(OrganizationKey organization, CandidateNote note) override {
    auto& notes = kept[organization].notes;
    const auto old = notes.find(note.candidate.question);
    if (old != notes.end() && old->second.candidate.answer == note.candidate.answer) {
      note.candidate.sightings += old->second.candidate.sightings;
    }
    const auto question = note.candidate.question;
    notes.insert_or_assign(question, std::move(note));
    co_return Result<void>{};
  }
  Task<Result<void>> settle(OrganizationKey organization, std::vector<std::string> questions,
                            std::string pattern) override {
    for (const auto& question : questions) {
      const auto found = kept[organization].notes.find(question);
      if (found == kept[organization].notes.end()) continue;
      found->second.state = CandidateState::learned;
      found->second.pattern_key = pattern;
    }
    co_return Result<void>{};
  }
  Task<Result<void>> mine(OrganizationKey organization, std::vector<std::string> questions) override {
    for (const auto& question : questions) ++kept[organization].negatives[question];
    co_return Result<void>{};
  }
  Task<Result<std::vector<MinedNegative>>> negatives(OrganizationKey organization) override {
    std::vector<MinedNegative> all;
    for (const auto& [question, seen] : kept[organization].negatives) all.push_back({question, seen});
    co_return all;
  }
  Task<Result<void>> drop_negatives(OrganizationKey organization, std::vector<std::string> questions) override {
    for (const auto& question : questions) kept[organization].negatives.erase(question);
    co_return Result<void>{};
  }
  Task<Result<void>> keep_answered(OrganizationKey organization, std::vector<AnsweredQuestion> answered) override {
    if (away) co_return *away;
    for (auto& one : answered) {
      auto& row = kept[organization].answered[one.question];
      one.weight = std::max(one.weight, row.weight);
      row = one;
    }
    co_return Result<void>{};
  }
  Task<Result<std::vector<AnsweredQuestion>>> answered(OrganizationKey organization) override {
    std::vector<AnsweredQuestion> all;
    for (const auto& [question, one] : kept[organization].answered) all.push_back(one);
    co_return all;
  }
  Task<Result<void>> drop_answered(OrganizationKey organization, std::vector<std::string> questions) override {
    for (const auto& question : questions) kept[organization].answered.erase(question);
    co_return Result<void>{};
  }
  Task<Result<void>> begin_health(OrganizationKey organization, std::string pattern, LearnedFrom from) override {
    PatternHealth health;
    health.learned = true;
    kept[organization].health.insert_or_assign(pattern, health);
    kept[organization].learned.insert_or_assign(pattern, std::move(from));
    co_return Result<void>{};
  }
  Task<Result<std::map<std::string, PatternHealth>>> health(OrganizationKey organization) override {
    if (away) co_return *away;
    co_return kept[organization].health;
  }
  Task<Result<std::vector<HealthChange>>> count(OrganizationKey organization, std::string pattern,
                                                std::vector<HealthEvent> events, HealthRules rules) override {
    if (away) co_return *away;
    std::vector<HealthChange> changes;
    auto& health = kept[organization].health[pattern];
    for (const auto event : events) {
      changes.push_back(after(health, event, rules));
      health = changes.back().health;
    }
    co_return changes;
  }
  Task<Result<void>> audited(OrganizationKey organization, PatternAudit audit) override {
    kept[organization].audits.push_back(std::move(audit));
    co_return Result<void>{};
  }
  Task<Result<Unlearned>> forget(OrganizationKey organization, bool dry) override {
    auto& mine = kept[organization];
    Unlearned counted{static_cast<std::int64_t>(mine.notes.size()), static_cast<std::int64_t>(mine.negatives.size()),
                      static_cast<std::int64_t>(mine.answered.size()), static_cast<std::int64_t>(mine.audits.size()),
                      static_cast<std::int64_t>(mine.learned.size())};
    if (!dry) mine = {};
    co_return counted;
  }
  Task<Result<void>> touch(OrganizationKey organization) override {
    ++kept[organization].touched;
    co_return Result<void>{};
  }
};

}  // namespace parley::test
