// SPDX-License-Identifier: Apache-2.0
// How well spoken orders were heard: slot by slot against their labels.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "parley/commands/spoken_orders.hpp"
#include "parley/core/result.hpp"
#include "statistics.hpp"

namespace parley::commands {

struct OrderLabel {
  std::string file;
  std::map<std::string, std::string> slots;

  friend bool operator==(const OrderLabel&, const OrderLabel&) = default;
};

// label.json, by file name.
Result<std::vector<OrderLabel>> read_labels(std::string_view json);

// examples.csv: one sentence a line.
std::vector<std::string> read_examples(std::string_view text);

struct OrderScore {
  Share slots;
  Share all_slots;  // orders with every slot right

  // Names of the slots that were not heard.
  std::vector<std::string> count(const OrderDomain& domain, const OrderLabel& label, std::string_view transcript);
};

}  // namespace parley::commands
