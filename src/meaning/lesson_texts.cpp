// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <iterator>

#include "heard_examples.hpp"
#include "landmark_fit.hpp"
#include "parley/meaning/meaning_index.hpp"

namespace parley {
std::vector<std::string> texts_of(const MeaningLesson& lesson, const MeaningPlan& plan) {
  const auto sheet = lay_out(lesson, nullptr);
  auto texts = sheet.texts;
  if (plan.hear) {
    const auto asked = sheet.size() <= kMostCrossFitted ? sheet : sheet.pick(pick_landmarks(sheet, kMostCrossFitted));
    auto heard = heard_texts(asked, kMostHeard, plan.seed);
    texts.insert(texts.end(), std::make_move_iterator(heard.begin()), std::make_move_iterator(heard.end()));
  }
  std::sort(texts.begin(), texts.end());
  texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
  return texts;
}

}  // namespace parley
