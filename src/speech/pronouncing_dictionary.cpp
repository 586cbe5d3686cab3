// SPDX-License-Identifier: Apache-2.0
#include "pronouncing_dictionary.hpp"

#include <algorithm>

namespace parley {

namespace {

bool spelled_out(const std::string& word) {
  return word.size() <= 5 && word.find_first_of("aeiouy") == std::string::npos;
}

std::string spell(const std::string& word, const PronouncingDictionary& dictionary) {
  std::string phones;
  for (char c : word) {
    if (c == '\'') continue;
    const auto* letter = dictionary.find(std::string(1, c));
    if (!letter) return {};
    // cmudict's first entry of "a" is the article; the letter is the one that ends in EY.
    auto best = std::find_if(letter->begin(), letter->end(),
                             [c](const std::string& way) { return c != 'a' || way.ends_with("EY"); });
    if (best == letter->end()) best = letter->begin();
    if (!phones.empty()) phones += ' ';
    phones += *best;
  }
  return phones;
}

std::vector<std::string> ways_to_say(const std::string& word, const PronouncingDictionary& dictionary,
                                     const LetterToSound& by_rule) {
  if (const auto* known = dictionary.find(word)) return *known;
  // A possessive or a plural of a known word.
  for (std::string_view ending : {"'s", "s"}) {
    if (!word.ends_with(ending) || word.size() <= ending.size() + 1) continue;
    const auto* stem = dictionary.find(std::string_view(word).substr(0, word.size() - ending.size()));
    if (!stem) continue;
    std::vector<std::string> ways;
    for (const auto& way : *stem) {
      const auto last = way.substr(way.rfind(' ') + 1);
      const bool hissing = last == "S" || last == "Z" || last == "SH" || last == "ZH" || last == "CH" || last == "JH";
      const bool voiceless = last == "P" || last == "T" || last == "K" || last == "F" || last == "TH";
      ways.push_back(way + (hissing ? " IH Z" : voiceless ? " S" : " Z"));
    }
    return ways;
  }
  std::string phones;
  if (spelled_out(word)) phones = spell(word, dictionary);
  if (phones.empty() && by_rule) phones = by_rule(word);
  if (phones.empty()) phones = spell(word, dictionary);
  if (phones.empty()) return {};
  return {phones};
}

}  // namespace

void PronouncingDictionary::read(std::istream& in) {
  std::string line;
  while (std::getline(in, line)) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    const auto gap = line.find_first_of(" \t");
    if (gap == 0 || gap == std::string::npos || line.starts_with(";;;")) continue;
    const auto phones = line.find_first_not_of(" \t", gap);
    if (phones == std::string::npos) continue;
    auto word = line.substr(0, gap);
    if (word.back() == ')') word.resize(word.rfind('('));
    add(std::move(word), line.substr(phones));
  }
}

void PronouncingDictionary::add(std::string word, std::string phones) {
  while (!phones.empty() && phones.back() == ' ') phones.pop_back();
  auto& ways = entries_[std::move(word)];
  if (std::find(ways.begin(), ways.end(), phones) == ways.end()) ways.push_back(std::move(phones));
}

const std::vector<std::string>* PronouncingDictionary::find(std::string_view word) const {
  auto place = entries_.find(std::string(word));
  return place == entries_.end() ? nullptr : &place->second;
}

std::string cut_dictionary(const std::vector<std::string>& words, const PronouncingDictionary& dictionary,
                           const std::map<std::string, std::vector<std::string>>& spoken_as,
                           const LetterToSound& by_rule) {
  std::string out;
  for (const auto& word : words) {
    std::vector<std::string> ways;
    if (auto place = spoken_as.find(word); place != spoken_as.end()) {
      std::string joined;
      for (const auto& part : place->second) {
        const auto said = part.size() == 1 ? std::vector<std::string>{spell(part, dictionary)}
                                           : ways_to_say(part, dictionary, by_rule);
        if (said.empty() || said.front().empty()) continue;
        if (!joined.empty()) joined += ' ';
        joined += said.front();
      }
      if (!joined.empty()) ways.push_back(joined);
    } else {
      ways = ways_to_say(word, dictionary, by_rule);
    }
    for (std::size_t i = 0; i < ways.size(); ++i) {
      out += word;
      if (i > 0) out += '(' + std::to_string(i + 1) + ')';
      out += ' ' + ways[i] + '\n';
    }
  }
  return out;
}

}  // namespace parley
