// SPDX-License-Identifier: Apache-2.0
// The links of the chain as doctor reports them, and what a running server says of its own.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "parley/core/result.hpp"

namespace parley::commands {

struct ChainLink {
  std::string name;
  std::string state;  // ok, degraded, broken, starting
  std::string detail;
  std::string last_error;
  std::string remedy;

  friend bool operator==(const ChainLink&, const ChainLink&) = default;
};

// The body of /readyz?verbose.
Result<std::vector<ChainLink>> read_links(std::string_view json);
std::string links_to_json(const std::vector<ChainLink>& links);
std::string links_to_text(const std::vector<ChainLink>& links);
bool all_work(const std::vector<ChainLink>& links);  // degraded still works

}  // namespace parley::commands
