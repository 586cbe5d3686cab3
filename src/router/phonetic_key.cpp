// SPDX-License-Identifier: Apache-2.0
#include "phonetic_key.hpp"

#include <array>
#include <utility>

namespace parley {
namespace {

bool one_of(char c, std::string_view set) { return c != '\0' && set.find(c) != std::string_view::npos; }
bool is_vowel(char c) { return one_of(c, "aeiou"); }

// Vowel spellings, longest first, and their sound. Capitals are long vowels, small letters short ones, digits the rest;
// consonants are the other capitals.
constexpr std::array<std::pair<std::string_view, char>, 25> kVowels = {
    {{"eigh", 'A'}, {"igh", 'I'}, {"ai", 'A'}, {"ay", 'A'}, {"ey", 'A'}, {"ei", 'A'}, {"ee", 'E'},
     {"ea", 'E'},   {"oa", 'O'},  {"oe", 'O'}, {"oo", 'U'}, {"ew", 'U'}, {"ue", 'U'}, {"ui", 'U'},
     {"ou", '6'},   {"ow", '6'},  {"oi", '5'}, {"oy", '5'}, {"au", '4'}, {"aw", '4'}, {"a", 'a'},
     {"e", 'e'},    {"i", 'i'},   {"o", 'o'},  {"u", 'u'}}};

class Sounds {
 public:
  Sounds(std::string_view word, bool exact) : exact_(exact) {
    // Doubled letters sound once, except "cc" and the vowels of "ee" and "oo".
    for (const char c : word)
      if (c != '\'' && (word_.empty() || word_.back() != c || c == 'c' || is_vowel(c))) word_.push_back(c);
  }

  std::string read() {
    start();
    while (at_ < word_.size()) {
      const auto before = at_;
      if (is_vowel(peek()) || (peek() == 'y' && !is_vowel(peek(1))))
        vowel();
      else
        consonant();
      if (at_ == before) ++at_;
    }
    return std::move(out_);
  }

 private:
  char peek(std::size_t ahead = 0) const { return at_ + ahead < word_.size() ? word_[at_ + ahead] : '\0'; }
  char previous() const { return at_ == 0 ? '\0' : word_[at_ - 1]; }
  bool starts(std::string_view what) const { return word_.compare(at_, what.size(), what) == 0; }
  bool last(std::size_t letters) const { return at_ + letters == word_.size(); }

  void say(char sound, std::size_t letters) {
    if (out_.empty() || out_.back() != sound) out_.push_back(sound);
    at_ += letters;
  }
  // Voiced and voiceless consonants are one in a skeleton.
  void say(char voiced, char voiceless, std::size_t letters) { say(exact_ ? voiced : voiceless, letters); }

  void start() {
    for (const std::string_view silent : {"kn", "gn", "pn", "wr", "ps"})
      if (starts(silent)) at_ = 1;
    for (const std::string_view silent : {"hour", "heir", "honest", "honor"})
      if (starts(silent)) at_ = 1;
    if (starts("x")) say('S', 1);
    if (starts("who") && !starts("whol")) say('H', 2);
  }

  void vowel() {
    if (!exact_) {
      if (out_.empty()) out_.push_back('A');
      ++at_;
      return;
    }
    if (peek() == 'e' && at_ > 0 && (last(1) || (last(2) && one_of(peek(1), "sd") && !one_of(previous(), "szxctdh")))) {
      const bool only_vowel = out_.find_first_of("AEIOU3456aeiou") == std::string::npos;
      if (only_vowel) out_.push_back('E');
      ++at_;
      return;
    }
    if (peek() == 'y') return say(last(1) && at_ < 3 ? 'I' : (last(1) ? 'E' : 'i'), 1);
    if (last(2) && (starts("ie") || starts("ey"))) return say(at_ < 2 ? 'I' : 'E', 2);
    if (one_of(peek(), "eiu") && peek(1) == 'r' && !is_vowel(peek(2))) return say('3', 1);
    for (const auto& [letters, sound] : kVowels) {
      if (!starts(letters)) continue;
      const char after = peek(1);
      // "mile", "rates": a vowel that a silent e behind one consonant makes long.
      const bool silent_e = letters.size() == 1 && after != '\0' && !one_of(after, "aeiouwyx") && peek(2) == 'e' &&
                            (last(3) || (last(4) && one_of(peek(3), "sd")));
      return say(silent_e ? static_cast<char>(sound - 'a' + 'A') : sound, letters.size());
    }
    ++at_;
  }

  void consonant() {
    const char c = peek();
    const char next = peek(1);
    switch (c) {
      case 'b':
        if (previous() == 'm' && last(1))
          ++at_;
        else
          say('B', 'P', 1);
        return;
      case 'c':
        return letter_c(next);
      case 'd':
        if (next == 'g' && one_of(peek(2), "eiy")) return say('J', 2);
        return say('D', 'T', 1);
      case 'g':
        return letter_g(next);
      case 'h':
        if (is_vowel(next) && !one_of(previous(), "cgkprt"))
          say('H', 1);
        else
          ++at_;
        return;
      case 'k':
        return say('K', 1);
      case 'p':
        if (next == 'h') return say('F', 2);
        return say('P', 1);
      case 'q':
        return say('K', 1);
      case 's':
        if (next == 'h') return say('X', 2);
        if (next == 'c' && one_of(peek(2), "eiy")) return say('S', 2);
        if (starts("sch")) {
          say('S', 1);
          return say('K', 2);
        }
        if (starts("sion") || starts("sian")) return say('X', 2);
        return say('S', 1);
      case 't':
        if (starts("tion") || starts("tial") || starts("tian") || starts("tien")) return say('X', 2);
        if (starts("tch")) return say('C', 3);
        if (next == 'h') return say('0', 2);
        return say('T', 1);
      case 'v':
        return say('V', 'F', 1);
      case 'w':
      case 'y':
        if (is_vowel(next) || next == 'h')
          say(c == 'w' ? 'W' : 'Y', next == 'h' ? 2 : 1);
        else
          ++at_;
        return;
      case 'x':
        say('K', 0);
        return say('S', 1);
      case 'z':
        return say('Z', 'S', 1);
      default:
        return say(static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c), 1);
    }
  }

  void letter_c(char next) {
    if (starts("chr")) return say('K', 2);
    if (next == 'h') return say('C', 2);
    if (starts("cia") || starts("cio") || starts("cie")) return say('X', 1);
    if (one_of(next, "eiy")) return say('S', 1);
    say('K', next == 'k' ? 2 : 1);
  }

  void letter_g(char next) {
    if (next == 'h') {
      if (at_ == 0) return say('G', 'K', 2);
      at_ += 2;  // "light", "though"
      return;
    }
    if (next == 'n' && (last(2) || (last(3) && peek(2) == 's'))) {
      ++at_;
      return;
    }
    if (one_of(next, "eiy") && previous() != 'g' && at_ > 0) return say('J', 1);
    say('G', 'K', 1);
  }

  bool exact_;
  std::string word_;
  std::size_t at_ = 0;
  std::string out_;
};

}  // namespace

std::string sound_skeleton(std::string_view word) { return Sounds(word, false).read(); }

std::string sound_key(std::string_view word) { return Sounds(word, true).read(); }

}  // namespace parley
