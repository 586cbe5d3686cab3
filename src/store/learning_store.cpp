// SPDX-License-Identifier: Apache-2.0
#include "parley/store/learning_store.hpp"

#include <utility>

#include "answered_rows.hpp"
#include "learning_rows.hpp"

namespace parley {
namespace {

class PostgresLearningStore final : public LearningStore {
 public:
  PostgresLearningStore(Database& database, Clock& clock) : database_(database), ids_(clock) {}

  Task<Result<std::vector<Candidate>>> candidates(OrganizationKey organization, std::size_t limit) override {
    auto work = [limit](DatabaseSession& session, const TenantRow& tenant) {
      return read_candidates(session, tenant, limit);
    };
    return in(std::move(organization), std::move(work));
  }
  Task<Result<void>> note(OrganizationKey organization, CandidateNote note) override {
    auto work = [this, note = std::move(note)](DatabaseSession& session, const TenantRow& tenant) {
      return write_candidate(session, tenant, ids_, note);
    };
    return in(std::move(organization), std::move(work));
  }
  Task<Result<void>> settle(OrganizationKey organization, std::vector<std::string> questions,
                            std::string pattern) override {
    auto work = [questions = std::move(questions), pattern = std::move(pattern)](DatabaseSession& session,
                                                                                 const TenantRow& tenant) {
      return settle_candidates(session, tenant, questions, pattern);
    };
    return in(std::move(organization), std::move(work));
  }

  Task<Result<void>> mine(OrganizationKey organization, std::vector<std::string> questions) override {
    auto work = [questions = std::move(questions)](DatabaseSession& session, const TenantRow& tenant) {
      return add_negatives(session, tenant, questions);
    };
    return in(std::move(organization), std::move(work));
  }
  Task<Result<std::vector<MinedNegative>>> negatives(OrganizationKey organization) override {
    auto work = [](DatabaseSession& session, const TenantRow& tenant) { return read_negatives(session, tenant); };
    return in(std::move(organization), std::move(work));
  }
  Task<Result<void>> drop_negatives(OrganizationKey organization, std::vector<std::string> questions) override {
    auto work = [questions = std::move(questions)](DatabaseSession& session, const TenantRow& tenant) {
      return erase_negatives(session, tenant, questions);
    };
    return in(std::move(organization), std::move(work));
  }

  Task<Result<void>> keep_answered(OrganizationKey organization, std::vector<AnsweredQuestion> answered) override {
    auto work = [answered = std::move(answered)](DatabaseSession& session, const TenantRow& tenant) {
      return write_answered(session, tenant, answered);
    };
    return in(std::move(organization), std::move(work));
  }
  Task<Result<std::vector<AnsweredQuestion>>> answered(OrganizationKey organization) override {
    auto work = [](DatabaseSession& session, const TenantRow& tenant) { return read_answered(session, tenant); };
    return in(std::move(organization), std::move(work));
  }
  Task<Result<void>> drop_answered(OrganizationKey organization, std::vector<std::string> questions) override {
    auto work = [questions = std::move(questions)](DatabaseSession& session, const TenantRow& tenant) {
      return erase_answered(session, tenant, questions);
    };
    return in(std::move(organization), std::move(work));
  }

  Task<Result<void>> begin_health(OrganizationKey organization, std::string pattern, LearnedFrom from) override {
    auto work = [pattern = std::move(pattern), from = std::move(from)](DatabaseSession& session,
                                                                       const TenantRow& tenant) {
      return add_health(session, tenant, pattern, from);
    };
    return in(std::move(organization), std::move(work));
  }
  Task<Result<std::map<std::string, PatternHealth>>> health(OrganizationKey organization) override {
    auto work = [](DatabaseSession& session, const TenantRow& tenant) { return read_health(session, tenant); };
    return in(std::move(organization), std::move(work));
  }
  Task<Result<std::vector<HealthChange>>> count(OrganizationKey organization, std::string pattern,
                                                std::vector<HealthEvent> events, HealthRules rules) override {
    auto work = [pattern = std::move(pattern), events = std::move(events), rules](
                    DatabaseSession& session, const TenantRow& tenant) -> Result<std::vector<HealthChange>> {
      auto health = hold_health(session, tenant, pattern);
      if (!health) return health.error();
      std::vector<HealthChange> changes;
      std::string why;
      for (const auto event : events) {
        changes.push_back(after(*health, event, rules));
        *health = changes.back().health;
        if (changes.back().verdict == HealthVerdict::switch_off) why = changes.back().reason;
      }
      const auto written = write_health(session, tenant, pattern, *health, why);
      if (!written) return written.error();
      return changes;
    };
    return in(std::move(organization), std::move(work));
  }
  Task<Result<void>> audited(OrganizationKey organization, PatternAudit audit) override {
    auto work = [this, audit = std::move(audit)](DatabaseSession& session, const TenantRow& tenant) {
      return add_audit(session, tenant, ids_, audit);
    };
    return in(std::move(organization), std::move(work));
  }

  Task<Result<Unlearned>> forget(OrganizationKey organization, bool dry) override {
    auto work = [dry](DatabaseSession& session, const TenantRow& tenant) -> Result<Unlearned> {
      auto counted = count_learned(session, tenant);
      if (!counted || dry) return counted;
      const auto erased = erase_learned(session, tenant);
      if (!erased) return erased.error();
      return counted;
    };
    return in(std::move(organization), std::move(work));
  }

  Task<Result<void>> touch(OrganizationKey organization) override {
    auto work = [organization](DatabaseSession& session) -> Result<void> {
      const auto changed = change_tenant(session, organization);
      if (!changed) return changed.error();
      return {};
    };
    return database_.transact(organization, std::move(work));
  }

 private:
  template <class Work>
  Task<std::invoke_result_t<Work, DatabaseSession&, const TenantRow&>> in(OrganizationKey organization, Work work) {
    using Value = std::invoke_result_t<Work, DatabaseSession&, const TenantRow&>;
    auto whole = [organization, work = std::move(work)](DatabaseSession& session) -> Value {
      const auto tenant = find_tenant(session, organization);
      if (!tenant) return tenant.error();
      return work(session, *tenant);
    };
    auto result = co_await database_.transact(organization, std::move(whole));
    co_return result;
  }

  Database& database_;
  RowIds ids_;
};

}  // namespace

std::string_view to_string(CandidateState state) {
  switch (state) {
    case CandidateState::seen:
      return "seen";
    case CandidateState::approved:
      return "approved";
    case CandidateState::learned:
      return "learned";
    case CandidateState::refused:
      break;
  }
  return "refused";
}

std::unique_ptr<LearningStore> LearningStore::create(Database& database, Clock& clock) {
  return std::make_unique<PostgresLearningStore>(database, clock);
}

}  // namespace parley
