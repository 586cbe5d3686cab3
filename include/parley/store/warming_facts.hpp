// SPDX-License-Identifier: Apache-2.0
// What was asked often and who called, of the days before: for those who make answers ready.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "parley/core/ids.hpp"
#include "parley/core/result.hpp"
#include "parley/database/database.hpp"

namespace parley {

struct CallerHistory {
  std::string number;  // without a leading plus
  std::int64_t calls = 0;
  std::optional<WallTime> last_called_at;
  std::vector<std::string> open_callbacks;  // what was said when they were asked for, newest first

  friend bool operator==(const CallerHistory&, const CallerHistory&) = default;
};

class WarmingFacts {
 public:
  static std::unique_ptr<WarmingFacts> create(Database& database);
  virtual ~WarmingFacts() = default;

  // Said at least twice since then, in lower case without punctuation; most frequent first.
  virtual Task<Result<std::vector<std::string>>> questions(OrganizationKey organization, WallTime since,
                                                           std::size_t most) = 0;
  // Of those numbers, whether they called or not, and of others that called at least twice since then; at most `most`
  // of these.
  virtual Task<Result<std::vector<CallerHistory>>> callers(OrganizationKey organization,
                                                           std::vector<std::string> numbers, WallTime since,
                                                           std::size_t most) = 0;
};

}  // namespace parley
