// SPDX-License-Identifier: Apache-2.0
#include "word_piece.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <array>

#include "parley/core/utf8.hpp"

namespace parley {
namespace {

constexpr std::size_t kLongestWord = 100;  // characters; a longer one is unknown as a whole, as its networks learned it

using Character = utf8proc_int32_t;

bool is_mark(Character one) { return utf8proc_category(one) == UTF8PROC_CATEGORY_MN; }

bool is_blank(Character one) {
  return one == ' ' || one == '\t' || one == '\n' || one == '\r' || utf8proc_category(one) == UTF8PROC_CATEGORY_ZS;
}

bool is_nothing(Character one) {
  const auto category = utf8proc_category(one);
  return one == 0 || one == 0xfffd || category == UTF8PROC_CATEGORY_CC || category == UTF8PROC_CATEGORY_CF ||
         category == UTF8PROC_CATEGORY_CO || category == UTF8PROC_CATEGORY_CS;
}

// All of ASCII that is neither letter, digit nor blank counts, "$" and "^" too.
bool is_punctuation(Character one) {
  if (one < 0x80)
    return (one >= 33 && one <= 47) || (one >= 58 && one <= 64) || (one >= 91 && one <= 96) ||
           (one >= 123 && one <= 126);
  const auto category = utf8proc_category(one);
  return category >= UTF8PROC_CATEGORY_PC && category <= UTF8PROC_CATEGORY_PO;
}

struct Range {
  Character first;
  Character last;
};
// Unified ideographs and their compatibility forms (Unicode 15, blocks); Kana and Hangul are written in words.
constexpr std::array<Range, 8> kIdeographs = {{{0x4e00, 0x9fff},
                                               {0x3400, 0x4dbf},
                                               {0x20000, 0x2a6df},
                                               {0x2a700, 0x2b73f},
                                               {0x2b740, 0x2b81f},
                                               {0x2b820, 0x2ceaf},
                                               {0xf900, 0xfaff},
                                               {0x2f800, 0x2fa1f}}};
bool is_ideograph(Character one) {
  return std::any_of(kIdeographs.begin(), kIdeographs.end(),
                     [one](const Range& range) { return one >= range.first && one <= range.last; });
}

void append(Character one, std::string& text) {
  std::array<utf8proc_uint8_t, 4> bytes{};
  const auto count = utf8proc_encode_char(one, bytes.data());
  for (utf8proc_ssize_t at = 0; at < count; ++at) text += static_cast<char>(bytes[static_cast<std::size_t>(at)]);
}

// In lower case and taken apart, without the marks of accents.
void append_plain(Character one, std::string& text) {
  std::array<Character, 16> parts{};
  int boundary = UTF8PROC_BOUNDCLASS_START;
  const auto options = static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_DECOMPOSE);
  const auto count = utf8proc_decompose_char(utf8proc_tolower(one), parts.data(),
                                             static_cast<utf8proc_ssize_t>(parts.size()), options, &boundary);
  for (utf8proc_ssize_t at = 0; at < std::min<utf8proc_ssize_t>(count, 16); ++at) {
    const auto part = parts[static_cast<std::size_t>(at)];
    if (!is_mark(part)) append(part, text);
  }
}

std::size_t characters_of(const std::string& word) {
  return static_cast<std::size_t>(std::count_if(
      word.begin(), word.end(), [](char byte) { return (static_cast<unsigned char>(byte) & 0xc0U) != 0x80U; }));
}

}  // namespace

Result<WordPieces> WordPieces::read(std::string_view vocabulary, bool lower_case) {
  WordPieces read;
  read.lower_case_ = lower_case;
  std::int64_t number = 0;
  while (!vocabulary.empty()) {
    const auto end = std::min(vocabulary.find('\n'), vocabulary.size());
    auto line = vocabulary.substr(0, end);
    vocabulary.remove_prefix(std::min(end + 1, vocabulary.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    read.pieces_.try_emplace(std::string(line), number++);
  }
  for (const auto& [name, place] :
       {std::pair{"[UNK]", &read.unknown_}, std::pair{"[CLS]", &read.begin_}, std::pair{"[SEP]", &read.end_}}) {
    const auto found = read.pieces_.find(name);
    if (found == read.pieces_.end())
      return Error{Fault::unsupported,
                   std::string("the vocabulary has no ") + name + "; is it a vocab.txt of WordPiece?"};
    *place = found->second;
  }
  return read;
}

Result<std::vector<std::string>> WordPieces::words(std::string_view text) const {
  std::vector<std::string> words;
  std::string word;
  const auto over = [&] {
    if (!word.empty()) words.push_back(std::move(word));
    word.clear();
  };
  while (!text.empty()) {
    const auto length = utf8_length(text);
    if (length == 0) return Error{Fault::invalid_input, "the text is no UTF-8"};
    Character one = 0;
    utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()), static_cast<utf8proc_ssize_t>(length),
                     &one);
    text.remove_prefix(length);
    if (is_blank(one)) {
      over();
    } else if (is_nothing(one)) {
      continue;
    } else if (is_punctuation(one) || is_ideograph(one)) {
      over();
      append(one, word);
      over();
    } else if (lower_case_) {
      append_plain(one, word);
    } else {
      append(one, word);
    }
  }
  over();
  return words;
}

// The longest piece first, then the longest that goes on from there.
void WordPieces::add_pieces(const std::string& word, std::vector<std::int64_t>& numbers) const {
  if (characters_of(word) > kLongestWord) {
    numbers.push_back(unknown_);
    return;
  }
  const auto before = numbers.size();
  for (std::size_t at = 0; at < word.size();) {
    auto end = word.size();
    for (; end > at; --end) {
      const auto piece = (at > 0 ? "##" : "") + word.substr(at, end - at);
      const auto found = pieces_.find(piece);
      if (found == pieces_.end()) continue;
      numbers.push_back(found->second);
      break;
    }
    if (end == at) {  // no piece: the whole word is unknown
      numbers.resize(before);
      numbers.push_back(unknown_);
      return;
    }
    at = end;
  }
}

Result<std::vector<std::int64_t>> WordPieces::numbers(std::string_view text, std::size_t most) const {
  const auto read = words(text);
  if (!read) return read.error();
  if (read->empty()) return Error{Fault::invalid_input, "there is no word in the text"};
  std::vector<std::int64_t> numbers{begin_};
  for (const auto& word : *read) {
    if (numbers.size() >= most) break;
    add_pieces(word, numbers);
  }
  numbers.resize(std::min(numbers.size(), most - 1));
  numbers.push_back(end_);
  return numbers;
}

}  // namespace parley
