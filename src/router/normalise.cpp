// SPDX-License-Identifier: Apache-2.0
#include "parley/router/normalise.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <unordered_map>
#include <unordered_set>

namespace parley {
namespace {

using Words = std::vector<std::string>;

// Whole words that stand for others. Forms without an apostrophe are listed only where they are no other word
// ("its", "well", "were" and "id" are).
const std::unordered_map<std::string_view, std::string_view> kWrittenOut = {{"whats", "what is"},
                                                                            {"wheres", "where is"},
                                                                            {"whos", "who is"},
                                                                            {"hows", "how is"},
                                                                            {"whens", "when is"},
                                                                            {"thats", "that is"},
                                                                            {"theres", "there is"},
                                                                            {"heres", "here is"},
                                                                            {"what's", "what is"},
                                                                            {"where's", "where is"},
                                                                            {"who's", "who is"},
                                                                            {"how's", "how is"},
                                                                            {"when's", "when is"},
                                                                            {"why's", "why is"},
                                                                            {"that's", "that is"},
                                                                            {"there's", "there is"},
                                                                            {"here's", "here is"},
                                                                            {"it's", "it is"},
                                                                            {"he's", "he is"},
                                                                            {"she's", "she is"},
                                                                            {"everything's", "everything is"},
                                                                            {"something's", "something is"},
                                                                            {"nothing's", "nothing is"},
                                                                            {"let's", "let us"},
                                                                            {"lets", "let us"},
                                                                            {"dont", "do not"},
                                                                            {"doesnt", "does not"},
                                                                            {"didnt", "did not"},
                                                                            {"isnt", "is not"},
                                                                            {"arent", "are not"},
                                                                            {"wasnt", "was not"},
                                                                            {"cant", "can not"},
                                                                            {"can't", "can not"},
                                                                            {"cannot", "can not"},
                                                                            {"won't", "will not"},
                                                                            {"wont", "will not"},
                                                                            {"shan't", "shall not"},
                                                                            {"ain't", "is not"},
                                                                            {"couldnt", "could not"},
                                                                            {"wouldnt", "would not"},
                                                                            {"shouldnt", "should not"},
                                                                            {"havent", "have not"},
                                                                            {"hasnt", "has not"},
                                                                            {"im", "i am"},
                                                                            {"ive", "i have"},
                                                                            {"youre", "you are"},
                                                                            {"youve", "you have"},
                                                                            {"youll", "you will"},
                                                                            {"theyre", "they are"},
                                                                            {"how'd", "how did"},
                                                                            {"where'd", "where did"},
                                                                            {"y'all", "you all"},
                                                                            {"yall", "you all"},
                                                                            {"ur", "your"},
                                                                            {"u", "you"},
                                                                            {"r", "are"},
                                                                            {"ya", "you"},
                                                                            {"gonna", "going to"},
                                                                            {"wanna", "want to"},
                                                                            {"gotta", "got to"},
                                                                            {"gimme", "give me"},
                                                                            {"lemme", "let me"},
                                                                            {"dunno", "do not know"},
                                                                            {"kinda", "kind of"},
                                                                            {"sorta", "sort of"},
                                                                            {"outta", "out of"},
                                                                            {"whatcha", "what are you"},
                                                                            {"cuz", "because"},
                                                                            {"cos", "because"},
                                                                            {"bout", "about"},
                                                                            {"til", "until"},
                                                                            {"till", "until"},
                                                                            {"pls", "please"},
                                                                            {"plz", "please"},
                                                                            {"thx", "thanks"},
                                                                            {"thankyou", "thank you"},
                                                                            {"ok", "okay"},
                                                                            {"k", "okay"},
                                                                            {"yeah", "yes"},
                                                                            {"yea", "yes"},
                                                                            {"yep", "yes"},
                                                                            {"yup", "yes"},
                                                                            {"nope", "no"},
                                                                            {"nah", "no"},
                                                                            {"hiya", "hi"},
                                                                            {"byebye", "bye"},
                                                                            {"tmrw", "tomorrow"},
                                                                            {"hrs", "hours"},
                                                                            {"appt", "appointment"},
                                                                            {"asap", "as soon as possible"},
                                                                            {"hr", "hour"},
                                                                            {"thru", "through"},
                                                                            {"tho", "though"},
                                                                            {"tonite", "tonight"},
                                                                            {"nite", "night"},
                                                                            {"tmr", "tomorrow"},
                                                                            {"idk", "i do not know"},
                                                                            {"btw", "by the way"},
                                                                            {"hafta", "have to"},
                                                                            {"oughta", "ought to"},
                                                                            {"shoulda", "should have"},
                                                                            {"woulda", "would have"},
                                                                            {"coulda", "could have"},
                                                                            {"d'you", "do you"},
                                                                            {"whaddya", "what do you"},
                                                                            {"gotcha", "got you"},
                                                                            {"betcha", "bet you"},
                                                                            {"c'mon", "come on"},
                                                                            {"coz", "because"},
                                                                            {"mornin", "morning"},
                                                                            {"thanx", "thanks"},
                                                                            {"ty", "thank you"},
                                                                            {"ello", "hello"}};

struct Ending {
  std::string_view letters;
  std::string_view word;  // empty: a possessive, dropped
};
constexpr std::array<Ending, 7> kEndings = {
    {{"n't", "not"}, {"'re", "are"}, {"'ve", "have"}, {"'ll", "will"}, {"'d", "would"}, {"'m", "am"}, {"'s", ""}}};

// Names of things that are spelled out, heard as letters, or written in two.
const std::array<std::pair<Words, std::string_view>, 6> kSpelled = {{{{"h", "v", "a", "c"}, "hvac"},
                                                                     {{"h", "vac"}, "hvac"},
                                                                     {{"a", "c"}, "ac"},
                                                                     {{"t", "v"}, "tv"},
                                                                     {{"e", "mail"}, "email"},
                                                                     {{"wi", "fi"}, "wifi"}}};

const std::unordered_set<std::string_view> kFillers = {"um", "umm", "uh",  "uhm", "er",  "erm", "hmm",
                                                       "hm", "mm",  "mmm", "ah",  "huh", "eh"};

const std::unordered_set<std::string_view> kNumbers = {
    "zero",      "oh",       "one",      "two",      "three",   "four",     "five",     "six",     "seven",
    "eight",     "nine",     "ten",      "eleven",   "twelve",  "thirteen", "fourteen", "fifteen", "sixteen",
    "seventeen", "eighteen", "nineteen", "twenty",   "thirty",  "forty",    "fifty",    "sixty",   "seventy",
    "eighty",    "ninety",   "hundred",  "thousand", "million", "double",   "triple"};

void append_split(std::string_view text, Words& out) {
  while (!text.empty()) {
    const auto blank = std::min(text.find(' '), text.size());
    out.emplace_back(text.substr(0, blank));
    text.remove_prefix(std::min(blank + 1, text.size()));
  }
}

void write_out(std::string_view word, Words& out) {
  if (const auto known = kWrittenOut.find(word); known != kWrittenOut.end()) return append_split(known->second, out);
  if (word.find('\'') != std::string_view::npos)
    for (const auto& [letters, full] : kEndings)
      if (word.size() > letters.size() && word.ends_with(letters)) {
        write_out(word.substr(0, word.size() - letters.size()), out);
        if (!full.empty()) out.emplace_back(full);
        return;
      }
  out.emplace_back(word);
}

bool one_of(std::string_view word, std::span<const std::string_view> list) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

// How many words from `at` on carry nothing; 0 when the word there does. `kept`: what stays of the words before.
std::size_t filler_at(const Words& words, std::size_t at, const Words& kept) {
  const auto& word = words[at];
  const auto before = kept.empty() ? std::string_view() : std::string_view(kept.back());
  const auto next = at + 1 < words.size() ? std::string_view(words[at + 1]) : std::string_view();
  if (kFillers.contains(word)) return 1;
  if (word == "oh") return is_number_word(next) || is_number_word(before) ? 0 : 1;
  if (word == "like") {
    // "it is like broken", "like what are your hours"; but "would like to", "what is it like", "smells like gas".
    constexpr std::array<std::string_view, 7> kBefore = {"is", "are", "was", "just", "and", "but", "so"};
    return !next.empty() && (kept.empty() || one_of(before, kBefore)) ? 1 : 0;
  }
  if (word == "you" && next == "know" && !kept.empty() && at + 2 < words.size()) {
    // "do you know the way" asks; "my furnace you know stopped" does not.
    constexpr std::array<std::string_view, 5> kAsks = {"do", "did", "if", "let", "would"};
    return one_of(before, kAsks) ? 0 : 2;
  }
  if (word == "i" && next == "mean" && at + 2 < words.size()) return 2;
  return 0;
}

bool drop_fillers(Words& words) {
  Words kept;
  kept.reserve(words.size());
  for (std::size_t at = 0; at < words.size();) {
    const auto carried_nothing = filler_at(words, at, kept);
    if (carried_nothing == 0) kept.push_back(words[at]);
    at += std::max<std::size_t>(carried_nothing, 1);
  }
  const bool changed = kept.size() != words.size();
  words = std::move(kept);
  return changed;
}

constexpr std::size_t kLongestStart = 5;

// "a hundred" is "one hundred", which is how 100 is read out.
void count_ones(Words& words) {
  constexpr std::array<std::string_view, 3> kScales = {"hundred", "thousand", "million"};
  for (std::size_t at = 0; at + 1 < words.size(); ++at)
    if (words[at] == "a" && one_of(words[at + 1], kScales)) words[at] = "one";
}

// "what what are", "what are what are": a start that was begun again. Repeated numbers are meant.
bool drop_false_starts(Words& words) {
  const auto before = words.size();
  for (std::size_t length = 1; length <= kLongestStart; ++length) {
    for (std::size_t at = 0; at + 2 * length <= words.size();) {
      const auto first = words.begin() + static_cast<std::ptrdiff_t>(at);
      const auto second = first + static_cast<std::ptrdiff_t>(length);
      const auto end = second + static_cast<std::ptrdiff_t>(length);
      const bool meant = std::any_of(first, second, [](const std::string& word) { return is_number_word(word); });
      if (!meant && std::equal(first, second, second, end))
        words.erase(first, second);
      else
        ++at;
    }
  }
  return words.size() != before;
}

void join_spelled(Words& words) {
  for (const auto& [letters, name] : kSpelled) {
    auto from = words.begin();
    while ((from = std::search(from, words.end(), letters.begin(), letters.end())) != words.end()) {
      *from = name;
      from = words.erase(from + 1, from + static_cast<std::ptrdiff_t>(letters.size()));
    }
  }
}

}  // namespace

bool is_number_word(std::string_view word) { return kNumbers.contains(word); }

std::vector<std::string> normalise(std::string_view text) {
  Words words;
  for (const auto& word : pronounced_words(text)) write_out(word, words);
  join_spelled(words);
  // A word between two equal ones may go and make a repetition; each round shortens, so this ends.
  for (bool changed = true; changed;) {
    const bool fillers = drop_fillers(words);
    changed = drop_false_starts(words) || fillers;
  }
  count_ones(words);
  return words;
}

}  // namespace parley
