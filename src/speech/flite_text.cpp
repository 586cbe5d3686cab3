// SPDX-License-Identifier: Apache-2.0
#include "flite_text.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

namespace parley {
namespace {

constexpr std::size_t kMaxPieceBytes = 60;  // longer "words" are numbers or addresses read sign by sign
constexpr std::size_t kMaxPieces = 60;
constexpr std::size_t kLongSentence = 30;  // from here on a comma may end it

// U+00C0 to U+017F without accents; two letters where English writes two, ' ' where there is no letter.
constexpr std::string_view kPlainLetters =
    "A A A A A A AEC E E E E I I I I D N O O O O O * O U U U U Y THss"
    "a a a a a a aec e e e e i i i i d n o o o o o   o u u u u y thy "
    "A a A a A a C c C c C c C c D d D d E e E e E e E e E e G g G g G g G g "
    "H h H h I i I i I i I i I i IJijJ j K k k L l L l L l L l L l N n N n N n n N n "
    "O o O o O o OEoeR r R r R r S s S s S s S s T t T t T t U u U u U u U u U u U u W w Y y Y Z z Z z Z z s ";
static_assert(kPlainLetters.size() == 2 * (0x180 - 0xC0));

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_spoken(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

// Advances `at` behind one code point; 0 for a broken one (one byte is skipped).
char32_t next_code_point(std::string_view text, std::size_t& at) {
  const auto first = static_cast<unsigned char>(text[at++]);
  if (first < 0x80) return first;
  const std::size_t more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : first >= 0xC2 ? 1 : 0;
  if (more == 0 || first > 0xF4 || at + more > text.size()) return 0;
  char32_t point = first & (0x3FU >> more);
  for (std::size_t i = 0; i < more; ++i) {
    const auto next = static_cast<unsigned char>(text[at + i]);
    if ((next & 0xC0U) != 0x80U) return 0;
    point = point << 6U | (next & 0x3FU);
  }
  at += more;
  return point;
}

bool is_space(char32_t point) {
  return point <= 0x20 || point == 0x7F || (point >= 0x80 && point <= 0xA0) || (point >= 0x2000 && point <= 0x200A) ||
         point == 0x2028 || point == 0x2029 || point == 0x202F || point == 0x3000;
}

// Signs that flite would leave out or spell, said as words; the word stands where the sign does.
std::string_view word_for(char32_t point) {
  switch (point) {
    case '&':
    case '+':
      return point == '&' ? "and" : "plus";
    case '@':
      return "at";
    case '=':
      return "equals";
    case 0xB0:
      return "degrees";
    case 0xBD:
      return "half";
    case 0xA3:
      return "pounds";
    case 0x20AC:
      return "euros";
    default:
      return {};
  }
}

std::string_view plain(char32_t point) {
  static constexpr std::string_view kAscii =
      "!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~";
  if (point > 0x20 && point < 0x7F) return kAscii.substr(point - 0x21, 1);
  if (point >= 0xC0 && point < 0x180) {
    auto letters = kPlainLetters.substr(2 * (point - 0xC0), 2);
    while (!letters.empty() && letters.back() == ' ') letters.remove_suffix(1);
    return letters;
  }
  if ((point >= 0x2018 && point <= 0x201B) || point == 0x02BC || point == 0x2032) return "'";
  if (point >= 0x201C && point <= 0x201F) return "\"";
  if (point == 0x2026) return ".";
  if (point == 0x2010 || point == 0x2011) return "-";
  return {};
}

class Reader {
 public:
  std::vector<SpokenSentence> read(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
      const std::size_t begin = at;
      const char32_t point = next_code_point(text, at);
      take(point, begin, at, at < text.size() ? text[at] : ' ');
    }
    end_piece(static_cast<std::uint32_t>(text.size()), true);
    end_sentence();
    return std::move(sentences_);
  }

 private:
  void take(char32_t point, std::size_t begin, std::size_t end, char next) {
    if (point == 0) return;
    if (is_space(point)) return end_piece(static_cast<std::uint32_t>(begin), false);
    const auto behind = static_cast<std::uint32_t>(end);
    if (point == 0x2013 || point == 0x2014 || point == 0x2012) {  // dashes
      const bool range = point != 0x2014 && !piece_.empty() && is_digit(piece_.back()) && is_digit(next);
      if (!piece_.empty() && !range) piece_ += ',';
      end_piece(behind, false);
      if (range) add("to", behind);
      return;
    }
    if (const auto word = word_for(point); !word.empty()) {
      end_piece(static_cast<std::uint32_t>(begin), false);
      return add(std::string(word), behind);
    }
    if (piece_.size() >= kMaxPieceBytes - 2) end_piece(static_cast<std::uint32_t>(begin), false);
    piece_ += plain(point);
  }

  void end_piece(std::uint32_t text_end, bool last) {
    if (piece_.empty()) return;
    auto piece = std::exchange(piece_, {});
    if (std::any_of(piece.begin(), piece.end(), is_spoken)) return add(std::move(piece), text_end);
    // A lone dash or bracket is a short pause and belongs to what was said before it.
    if (sentence_.empty()) {
      if (!sentences_.empty()) sentences_.back().back().text_end = text_end;
      return;
    }
    auto& before = sentence_.back();
    before.text_end = text_end;
    if (!last && is_spoken(before.text.back())) before.text += ',';
  }

  void add(std::string piece, std::uint32_t text_end) {
    if (!sentence_.empty() && ends_sentence(sentence_.back().text, piece)) end_sentence();
    sentence_.push_back({std::move(piece), text_end});
  }

  // The same signs that flite itself goes by, and a bound.
  bool ends_sentence(const std::string& last, const std::string& next) const {
    if (sentence_.size() >= kMaxPieces) return true;
    const auto word_end = std::find_if(last.rbegin(), last.rend(), is_spoken).base();
    const std::string_view marks = std::string_view(last).substr(static_cast<std::size_t>(word_end - last.begin()));
    if (marks.find_first_of("?!") != std::string_view::npos) return true;
    if (sentence_.size() >= kLongSentence && marks.find_first_of(",;:") != std::string_view::npos) return true;
    if (marks.find('.') == std::string_view::npos) return false;
    const auto begins = std::find_if(next.begin(), next.end(), is_spoken);
    if (begins == next.end() || !is_upper(*begins)) return false;
    const auto word_begin = std::find_if(last.begin(), word_end, is_spoken);
    const bool initial = is_upper(*(word_end - 1));                         // "U.S. Army"
    const bool title = word_end - word_begin < 4 && is_upper(*word_begin);  // "Dr. Miller", "St. Paul"
    return !initial && !title;
  }

  void end_sentence() {
    if (!sentence_.empty()) sentences_.push_back(std::exchange(sentence_, {}));
  }

  std::vector<SpokenSentence> sentences_;
  SpokenSentence sentence_;
  std::string piece_;
};

}  // namespace

std::vector<SpokenSentence> spoken_sentences(std::string_view text) { return Reader().read(text); }

}  // namespace parley
