// SPDX-License-Identifier: Apache-2.0
// What is said to the table of answers to requests with an Idempotency-Key, within a transaction of their organization.
#pragma once

#include <optional>
#include <string>

#include "parley/database/database.hpp"
#include "parley/store/access_store.hpp"

namespace parley {

struct RequestName {
  OrganizationKey tenant;
  std::string actor;
  std::string key;
  std::string request_sha256;
};

// nullopt: the request is ours from now on.
Result<std::optional<RememberedAnswer>> remember_request(DatabaseSession& session, const RequestName& name,
                                                         WallTime now);
Result<void> remember_answer(DatabaseSession& session, const RequestName& name, const RememberedAnswer& answer);

}  // namespace parley
