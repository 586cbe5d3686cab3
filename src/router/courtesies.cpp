// SPDX-License-Identifier: Apache-2.0
#include "courtesies.hpp"

#include <algorithm>
#include <string_view>
#include <unordered_set>

#include "parley/router/normalise.hpp"
#include "term_trie.hpp"

namespace parley {
namespace {

constexpr std::string_view kBefore[] = {"hi",
                                        "hello",
                                        "hey",
                                        "hi there",
                                        "hello there",
                                        "hey there",
                                        "good morning",
                                        "good afternoon",
                                        "good evening",
                                        "excuse me",
                                        "sorry",
                                        "yes",
                                        "no",
                                        "okay",
                                        "alright",
                                        "all right",
                                        "well",
                                        "so",
                                        "and",
                                        "but",
                                        "now",
                                        "great",
                                        "please",
                                        "actually",
                                        "just",
                                        "yes hi",
                                        "quick question",
                                        "i have a question",
                                        "i have a quick question",
                                        "i got a question",
                                        "i was wondering",
                                        "i was just wondering",
                                        "i am wondering",
                                        "i am calling to ask",
                                        "i am calling to find out",
                                        "i am calling to see",
                                        "i am calling about",
                                        "i am just calling to ask",
                                        "i am just calling to see",
                                        "i just wanted to know",
                                        "i just wanted to ask",
                                        "i just wanted to find out",
                                        "i just want to know",
                                        "i just need to know",
                                        "i wanted to know",
                                        "i wanted to ask",
                                        "i would like to know",
                                        "i would like to ask",
                                        "i want to know",
                                        "i need to know",
                                        "i need to find out",
                                        "i am trying to find out",
                                        "can you tell me",
                                        "could you tell me",
                                        "would you tell me",
                                        "can you please tell me",
                                        "could you please tell me",
                                        "can you let me know",
                                        "can you let us know",
                                        "could you let me know",
                                        "can i ask",
                                        "can i ask you",
                                        "may i ask",
                                        "can i just ask",
                                        "can you explain",
                                        "do you know",
                                        "do you happen to know",
                                        "tell me",
                                        "please tell me",
                                        "let me know",
                                        "my question is",
                                        "if",
                                        "whether"};

constexpr std::string_view kAfter[] = {"please",         "thank you",
                                       "thanks",         "thank you very much",
                                       "thanks so much", "thanks a lot",
                                       "or not",         "or what",
                                       "by the way",     "by any chance",
                                       "real quick",     "sir",
                                       "ma'am",          "if you do not mind",
                                       "for me",         "right",
                                       "okay",           "exactly",
                                       "anyway",         "then"};

const std::unordered_set<std::string_view> kEmphasis = {"exactly",  "actually", "really",  "basically", "also",
                                                        "just",     "maybe",    "perhaps", "currently", "certainly",
                                                        "honestly", "even",     "ever",    "anymore",   "simply"};

TermTrie make_trie(const std::string_view* first, const std::string_view* last) {
  TermTrie trie;
  std::for_each(first, last, [&](std::string_view phrase) { trie.add(without_emphasis(normalise(phrase))); });
  return trie;
}

}  // namespace

std::vector<std::string> without_emphasis(std::vector<std::string> words) {
  const auto light = [](const std::string& word) { return kEmphasis.contains(word); };
  if (!std::all_of(words.begin(), words.end(), light)) std::erase_if(words, light);
  return words;
}

Core core_of(const std::vector<std::string>& words) {
  static const TermTrie kCoreBefore = make_trie(std::begin(kBefore), std::end(kBefore));
  static const TermTrie kCoreAfter = make_trie(std::begin(kAfter), std::end(kAfter));
  const auto size = static_cast<std::uint32_t>(words.size());
  Core core{0, size};
  // Hits come by position, so that one pass eats a chain of courtesies; the longest at each place counts.
  std::uint32_t place = 0;
  std::uint32_t reach = 0;
  for (const auto& hit : kCoreBefore.find(words)) {
    if (hit.first == reach) place = reach;
    if (hit.first == place) reach = std::max(reach, hit.first + hit.count);
  }
  core.first = reach;
  std::uint32_t start = size;
  const auto tails = kCoreAfter.find(words);
  for (bool grew = true; grew;) {
    grew = false;
    for (const auto& hit : tails)
      if (hit.first + hit.count == start && hit.first < start) {
        start = hit.first;
        grew = true;
        break;
      }
  }
  core.last = std::max(start, core.first);
  if (core.size() == 0) return {0, size};
  return core;
}

}  // namespace parley
