// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <cstdlib>
#include <string>

#include "parley/config/organization_document.hpp"
#include "parley/config/pattern_bulk.hpp"

// Patterns from a table, from JSON and from YAML, whatever the text is: without faults they survive being written and
// read again in each form; faults say what is wrong.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  for (const auto& bulk : {parley::parse_patterns_csv(text), parley::parse_patterns_yaml(text)}) {
    for (const auto& fault : bulk.faults) {
      if (fault.message.empty() || fault.line < 0) std::abort();
    }
    if (!bulk.faults.empty()) continue;
    const auto csv = parley::parse_patterns_csv(parley::patterns_to_csv(bulk.patterns));
    const auto yaml = parley::parse_patterns_yaml(parley::patterns_to_yaml(bulk.patterns));
    if (csv.patterns != bulk.patterns || yaml.patterns != bulk.patterns) std::abort();
  }
  const auto one = parley::parse_pattern_json(text);
  for (const auto& fault : one.faults) {
    if (fault.message.empty()) std::abort();
  }
  if (!one.faults.empty()) return 0;
  if (parley::parse_pattern_json(parley::pattern_to_json(one.pattern)).pattern != one.pattern) std::abort();
  return 0;
}
