// SPDX-License-Identifier: Apache-2.0
#include "typing_slips.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::commands {
namespace {

constexpr std::array<std::string_view, 3> kKeyboard = {"qwertyuiop", "asdfghjkl", "zxcvbnm"};

constexpr std::array<std::pair<std::string_view, std::string_view>, 12> kHeard = {{{"ph", "f"},
                                                                                   {"ck", "k"},
                                                                                   {"ea", "ee"},
                                                                                   {"tion", "shun"},
                                                                                   {"ce", "se"},
                                                                                   {"ght", "t"},
                                                                                   {"ss", "s"},
                                                                                   {"mm", "m"},
                                                                                   {"hour", "our"},
                                                                                   {"wh", "w"},
                                                                                   {"ou", "u"},
                                                                                   {"ie", "ei"}}};

std::size_t draw(std::size_t below, std::mt19937& random) {
  return std::uniform_int_distribution<std::size_t>(0, below - 1)(random);
}

char neighbour(char letter, std::mt19937& random) {
  for (const auto row : kKeyboard) {
    const auto place = row.find(letter);
    if (place == std::string_view::npos) continue;
    if (place == 0) return row[1];
    if (place + 1 == row.size()) return row[place - 1];
    return draw(2, random) == 0 ? row[place - 1] : row[place + 1];
  }
  return letter;
}

// Words of at least four letters, as [first, last).
std::vector<std::pair<std::size_t, std::size_t>> long_words(const std::string& text) {
  std::vector<std::pair<std::size_t, std::size_t>> words;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find(' ', at), text.size());
    if (end - at >= 4) words.emplace_back(at, end);
    at = end + 1;
  }
  return words;
}

bool as_heard(std::string& text, std::size_t first, std::size_t last, std::mt19937& random) {
  const auto start = draw(kHeard.size(), random);
  for (std::size_t turn = 0; turn < kHeard.size(); ++turn) {
    const auto& [written, heard] = kHeard[(start + turn) % kHeard.size()];
    const auto place = text.find(written, first);
    if (place == std::string::npos || place + written.size() > last) continue;
    text.replace(place, written.size(), heard);
    return true;
  }
  return false;
}

void slip(std::string& text, std::mt19937& random) {
  const auto words = long_words(text);
  if (words.empty()) return;
  const auto [first, last] = words[draw(words.size(), random)];
  const auto place = first + draw(last - first - 1, random);
  switch (draw(6, random)) {
    case 0:
      std::swap(text[place], text[place + 1]);
      return;
    case 1:
      text.erase(place, 1);
      return;
    case 2:
      text.insert(place, 1, text[place]);
      return;
    case 3:
      text[place] = neighbour(text[place], random);
      return;
    case 4:
      if (last < text.size()) {
        text.erase(last, 1);
        return;
      }
      [[fallthrough]];
    default:
      if (!as_heard(text, first, last, random)) std::swap(text[place], text[place + 1]);
  }
}

}  // namespace

std::string with_slips(std::string text, std::mt19937& random) {
  const auto blanks = std::count(text.begin(), text.end(), ' ');
  const auto slips = blanks >= 7 && draw(2, random) == 1 ? 2 : 1;
  for (int i = 0; i < slips; ++i) slip(text, random);
  return text;
}

}  // namespace parley::commands
