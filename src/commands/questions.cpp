// SPDX-License-Identifier: Apache-2.0
#include "questions.hpp"

#include <algorithm>

namespace parley::commands {
namespace {

std::size_t words_in(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), ' ')) + 1;
}

}  // namespace

std::vector<Question> questions_of(const Organization& organization) {
  std::vector<std::vector<Question>> by_pattern;
  for (const auto& pattern : organization.patterns) {
    if (!pattern.active || pattern.offers.empty() || pattern.after != AfterReply::listen) continue;
    auto& questions = by_pattern.emplace_back();
    for (const auto& example : pattern.examples) {
      if (words_in(example) >= 3 && words_in(example) <= 8) questions.push_back({example, pattern.key});
    }
  }
  std::vector<Question> all;
  for (std::size_t row = 0;; ++row) {
    const auto before = all.size();
    for (const auto& questions : by_pattern) {
      if (row < questions.size()) all.push_back(questions[row]);
    }
    if (all.size() == before) return all;
  }
}

std::vector<Question> take_questions(const std::vector<Question>& all, std::size_t first, std::size_t count) {
  std::vector<Question> taken;
  for (std::size_t i = 0; i < count && !all.empty(); ++i) taken.push_back(all[(first + i) % all.size()]);
  return taken;
}

}  // namespace parley::commands
