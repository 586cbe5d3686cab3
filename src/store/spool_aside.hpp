// SPDX-License-Identifier: Apache-2.0
// Entries that the database will not take: kept in a file beside the segments and tried again after a restart, when
// what was missing (an organization) may be there.
#pragma once

#include <filesystem>
#include <functional>
#include <vector>

#include "parley/store/spool.hpp"

namespace parley {

class SpoolAside {
 public:
  explicit SpoolAside(const std::filesystem::path& directory) : path_(directory / "refused") {}

  // On disk when it returns a value. exhausted: there are 64 MiB of them already.
  Result<void> add(const std::vector<SpoolEntry>& entries);
  std::vector<SpoolEntry> entries() const;
  // Those for which `wanted` says no are gone.
  Result<void> keep(const std::function<bool(const SpoolEntry&)>& wanted);

 private:
  std::filesystem::path path_;
};

}  // namespace parley
