// SPDX-License-Identifier: Apache-2.0
#include "sentence_files.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <random>
#include <string_view>

namespace parley::commands {

Result<std::vector<std::string>> read_sentences(const std::filesystem::path& directory, std::size_t count) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
    if (entry.is_regular_file() && entry.path().filename() == "seq.in") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  std::vector<std::string> lines;
  for (const auto& file : files) {
    std::ifstream stream(file);
    for (std::string line; std::getline(stream, line);) {
      if (!line.empty()) lines.push_back(line);
    }
  }
  if (lines.empty()) return Error{Fault::invalid_input, "no sentences in any seq.in under " + directory.string()};
  std::vector<std::string> chosen;
  const auto wanted = std::min(count, lines.size());
  for (std::size_t i = 0; i < wanted; ++i) chosen.push_back(lines[i * lines.size() / wanted]);
  return chosen;
}

Result<std::vector<std::string>> made_sentences(std::size_t count) {
  static constexpr std::array<std::string_view, 40> kWords{
      "what",     "are",     "your",         "hours",   "do",       "you",          "open",        "on",
      "sunday",   "i",       "need",         "to",      "change",   "my",           "appointment", "for",
      "the",      "kitchen", "table",        "tonight", "please",   "how",          "much",        "would",
      "it",       "cost",    "refrigerator", "repair",  "tomorrow", "morning",      "and",         "can",
      "somebody", "call",    "me",           "back",    "about",    "prescription", "pickup",      "delivery"};
  std::minstd_rand random(11);
  std::vector<std::string> sentences;
  for (std::size_t i = 0; i < count; ++i) {
    const auto words = 1 + random() % 12 + (random() % 4 == 0 ? random() % 12 : random() % 6);
    std::string sentence;
    for (std::size_t w = 0; w < words; ++w) {
      if (w > 0) sentence += ' ';
      sentence += kWords[random() % kWords.size()];
    }
    sentences.push_back(std::move(sentence));
  }
  return sentences;
}

}  // namespace parley::commands
