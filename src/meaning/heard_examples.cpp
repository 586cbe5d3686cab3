// SPDX-License-Identifier: Apache-2.0
#include "heard_examples.hpp"

#include <algorithm>
#include <span>
#include <utility>

#include "calibration.hpp"
#include "parley/router/normalise.hpp"
#include "transcript_noise.hpp"

namespace parley {
namespace {

constexpr std::size_t kMostDraws = 3;

template <class Take>
void hear_each(const LessonSheet& sheet, std::size_t most, std::uint64_t seed, const Take& take) {
  TranscriptNoise noise(sheet.texts);
  const auto count = std::min(most, sheet.own);
  const auto draws = count == 0 ? 0 : std::clamp<std::size_t>(most / count, 1, kMostDraws);
  for (std::size_t at = 0; at < count * draws; ++at) {
    const auto row = at / draws * sheet.own / count;
    const auto transcript = noise.hear(normalise(sheet.texts[row]), seed * 1'000'003 + at);
    const auto words = normalise(join_words(transcript.words));  // the router normalises transcripts too
    if (!words.empty()) take(row, words, transcript.confidence);
  }
}

}  // namespace

HeardExamples HeardExamples::pick(const std::vector<std::size_t>& wanted) const {
  HeardExamples picked;
  std::vector<std::size_t> kept;
  for (std::size_t at = 0; at < rows.size(); ++at) {
    const auto place = std::lower_bound(wanted.begin(), wanted.end(), rows[at]);
    if (place == wanted.end() || *place != rows[at]) continue;
    kept.push_back(at);
    picked.rows.push_back(static_cast<std::size_t>(place - wanted.begin()));
    picked.doubt.push_back(doubt[at]);
  }
  picked.sentences = sentences.pick(kept);
  return picked;
}

HeardExamples hear_examples(const LessonSheet& sheet, const Embedder* embedder, std::size_t most, std::uint64_t seed) {
  HeardExamples heard;
  std::vector<float> features;
  const auto width = embedder == nullptr ? 0 : embedder->dimensions();
  hear_each(sheet, most, seed, [&](std::size_t row, const std::vector<std::string>& words, double confidence) {
    features.resize((heard.size() + 1) * width);
    if (embedder != nullptr && !embedder->features(join_words(words), std::span(features).last(width))) return;
    heard.rows.push_back(row);
    heard.doubt.push_back(static_cast<float>(doubt_of(confidence)));
    heard.sentences.wording.push_back(text_features(words));
  });
  features.resize(heard.size() * width);
  heard.sentences.features = Matrix(heard.size(), width);
  heard.sentences.features.values() = std::move(features);
  return heard;
}

std::vector<std::string> heard_texts(const LessonSheet& sheet, std::size_t most, std::uint64_t seed) {
  std::vector<std::string> texts;
  hear_each(sheet, most, seed,
            [&](std::size_t, const std::vector<std::string>& words, double) { texts.push_back(join_words(words)); });
  return texts;
}

}  // namespace parley
