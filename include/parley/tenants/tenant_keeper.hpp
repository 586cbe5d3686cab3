// SPDX-License-Identifier: Apache-2.0
// Keeps what this node serves equal to what the database holds: loads it at start (else the last configuration from
// disk), follows changes, makes each ready (rules, hearing, voice) before calls get it. A call keeps what it began
// with.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "parley/async/clock.hpp"
#include "parley/async/task.hpp"
#include "parley/call/organization_directory.hpp"
#include "parley/core/log.hpp"
#include "parley/core/meters.hpp"
#include "parley/core/result.hpp"
#include "parley/speech/recognizer.hpp"
#include "parley/store/organization_store.hpp"
#include "parley/tenants/meaning_teacher.hpp"

namespace parley {

// A definition that calls can be served by, or every reason why not: templates, rules, time zone, voice. One line each,
// beginning with the place: "pattern hours: …".
struct CheckedOrganization {
  std::optional<ServedOrganization> served;
  std::vector<std::string> faults;
};
CheckedOrganization check_organization(Organization definition, const std::vector<std::string>& voices);

struct TenantState {
  std::string source;                   // "database", "last configuration on disk", "files"; empty: nothing yet
  std::optional<WallTime> as_of;        // when that was known to be what the database holds
  std::string problem;                  // why it is not fresh; empty: it is
  std::vector<std::string> unservable;  // organizations whose newest version cannot be served, with the reason
};

class TenantKeeper {
 public:
  struct Parts {
    OrganizationStore* store = nullptr;  // null: files alone
    OrganizationDirectory& directory;
    Recognizer& recognizer;
    std::vector<std::string> voices;
    std::function<Task<void>(ServedOrganization)> warm;  // speaks what every caller will hear; may be null
    Clock& clock;
    Log log;
    Meters& meters;
    MeaningTeacher* teacher = nullptr;  // null: rules alone
  };
  struct Places {
    std::string organizations_dir;  // served as it is when there is no database
    std::string last_configuration;
  };

  static std::unique_ptr<TenantKeeper> create(Places places, Parts parts, Executor home);
  virtual ~TenantKeeper() = default;

  // At start, on `home`: the directory is filled and every organization can be heard. Fails when there is nothing to
  // serve by at all; the message says every reason.
  virtual Task<Result<void>> load() = 0;
  // The root that its owner spawns on `home`: follows changes until it is cancelled.
  virtual Task<void> run() = 0;
  // From any thread: something changed in the database; looked at at once.
  virtual void look() = 0;
  virtual TenantState state() const = 0;  // thread-safe
};

}  // namespace parley
