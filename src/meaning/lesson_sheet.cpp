// SPDX-License-Identifier: Apache-2.0
#include "lesson_sheet.hpp"

#include "parley/router/normalise.hpp"

namespace parley {
namespace {

class Layout {
 public:
  explicit Layout(const Embedder* embedder) : embedder_(embedder) {}

  void add(const std::string& text, std::uint32_t label, double weight) {
    const auto words = normalise(text);
    if (words.empty()) return;
    auto joined = join_words(words);
    if (embedder_ != nullptr) {
      const auto end = features_.size();
      features_.resize(end + embedder_->dimensions());
      if (!embedder_->features(joined, std::span(features_).subspan(end))) {
        features_.resize(end);
        return;
      }
    }
    sheet_.texts.push_back(std::move(joined));
    sheet_.labels.push_back(label);
    sheet_.weights.push_back(static_cast<float>(weight));
    sheet_.sentences.wording.push_back(text_features(words));
  }

  std::size_t size() const { return sheet_.texts.size(); }

  LessonSheet finish(std::size_t patterns, std::size_t own, std::size_t positive) {
    sheet_.patterns = patterns;
    sheet_.own = own;
    sheet_.positive = positive;
    sheet_.sentences.features = Matrix(size(), embedder_ == nullptr ? 0 : embedder_->dimensions());
    sheet_.sentences.features.values() = std::move(features_);
    return std::move(sheet_);
  }

 private:
  const Embedder* embedder_;
  std::vector<float> features_;
  LessonSheet sheet_;
};

}  // namespace

LessonSheet LessonSheet::pick(const std::vector<std::size_t>& rows) const {
  LessonSheet picked;
  picked.patterns = patterns;
  for (const auto row : rows) {
    picked.texts.push_back(texts[row]);
    picked.labels.push_back(labels[row]);
    picked.weights.push_back(weights[row]);
    picked.own += row < own ? 1 : 0;
    picked.positive += row < positive ? 1 : 0;
  }
  picked.sentences = sentences.pick(rows);
  return picked;
}

LessonSheet lay_out(const MeaningLesson& lesson, const Embedder* embedder) {
  Layout layout(embedder);
  for (const auto& example : lesson.examples)
    if (!example.name) layout.add(example.text, example.pattern, example.weight);
  const auto own = layout.size();
  for (const auto& example : lesson.examples)
    if (example.name) layout.add(example.text, example.pattern, example.weight);
  const auto positive = layout.size();
  for (const auto& negative : lesson.negatives)
    layout.add(negative, static_cast<std::uint32_t>(lesson.patterns.size()), lesson.negative_weight);
  return layout.finish(lesson.patterns.size(), own, positive);
}

}  // namespace parley
