// SPDX-License-Identifier: Apache-2.0
#include "prewarm_reader.hpp"

#include <string>

#include "parley/config/organization_document.hpp"

namespace parley {
namespace {

constexpr std::size_t kMostQuestions = 200;
constexpr std::size_t kMostCallers = 1000;
constexpr std::size_t kLongestQuestion = 300;

void add_fault(FaultList& faults, const YamlNode& item, const char* key, const char* expected) {
  faults.add(item.line, std::string("in prewarm: '") + key + "' holds '" + shown(item.text) + "'; " + expected);
}

}  // namespace

void read_prewarm(const YamlNode& node, FaultList& faults, PrewarmList& place) {
  FieldReader fields(node, "prewarm", faults);
  fields.texts("questions", place.questions, kMostQuestions);
  fields.texts("callers", place.callers, kMostCallers);
  if (const auto* given = fields.node("questions")) {
    for (const auto& item : given->items) {
      const bool blank = item.text.find_first_not_of(" \t\r\n") == std::string::npos;
      if (!item.text.empty() && (blank || item.text.size() > kLongestQuestion)) {
        add_fault(faults, item, "questions", "1 to 300 bytes of a sentence are expected");
      }
    }
  }
  if (const auto* given = fields.node("callers")) {
    for (const auto& item : given->items) {
      if (!item.text.empty() && !is_number(item.text)) {
        add_fault(faults, item, "callers", "1 to 64 letters, digits and +*#._- are allowed");
      }
    }
  }
  fields.finish();
}

}  // namespace parley
