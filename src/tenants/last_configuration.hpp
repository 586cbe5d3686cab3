// SPDX-License-Identifier: Apache-2.0
// The configuration that was served last, as a file beside the server: what it answers by when Postgres is away at
// start. Holds no secrets. A file that was cut or changed is refused as a whole.
#pragma once

#include <string>
#include <vector>

#include "parley/core/organization.hpp"
#include "parley/core/result.hpp"
#include "parley/core/time.hpp"

namespace parley {

struct LastConfiguration {
  WallTime as_of{};                         // when the database held exactly this
  std::vector<Organization> organizations;  // drafts among them

  friend bool operator==(const LastConfiguration&, const LastConfiguration&) = default;
};

// Text with a checksum in its first line, and back.
std::string write_last_configuration(const LastConfiguration& configuration);
Result<LastConfiguration> read_last_configuration(const std::string& text, const std::string& file);

// Written aside, synced and renamed into place with mode 0600: a reader finds the old or the new, whole.
Result<void> save_last_configuration(const std::string& path, const LastConfiguration& configuration);
// not_found when there is none.
Result<LastConfiguration> load_last_configuration(const std::string& path);

}  // namespace parley
