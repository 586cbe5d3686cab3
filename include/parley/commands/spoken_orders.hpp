// SPDX-License-Identifier: Apache-2.0
// The domain of the spoken orders that `parley bench commands` plays: what may be said, and whether it was heard.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "parley/core/organization.hpp"

namespace parley {

struct OrderDomain {
  std::vector<std::string> expressions;  // "[brew, can I get] [a, an] $size:size $coffeeDrink:coffeeDrink"
  std::map<std::string, std::vector<std::string>> slots;

  friend bool operator==(const OrderDomain&, const OrderDomain&) = default;
};

// Reads the block style of domain.yaml: expressions and slots, each a name with a list of quoted strings.
OrderDomain parse_order_domain(std::string_view yaml);

// `count` sentences of the domain, each a random choice; the same for the same seed.
std::vector<std::string> expand_orders(const OrderDomain& domain, std::size_t count, unsigned seed);

// An organization whose callers order like that: example sentences as the examples of its one pattern, expansions as
// phrases. Uses the domain and the examples alone, never labels or sound.
Organization order_organization(const OrderDomain& domain, const std::vector<std::string>& examples);

// True when `value`, trimmed and normalised, was heard as whole words and not merely inside a longer value that the
// same slot may have.
bool slot_heard(std::string_view transcript, std::string_view value, const std::vector<std::string>& slot_values);

}  // namespace parley
