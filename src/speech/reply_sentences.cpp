// SPDX-License-Identifier: Apache-2.0
#include "reply_sentences.hpp"

#include <algorithm>
#include <cctype>

namespace parley {

namespace {

bool blank(char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; }

std::string without_placeholders(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto open = text.find("{{");
    out.append(text.substr(0, open));
    if (open == std::string_view::npos) break;
    const auto close = text.find("}}", open);
    if (close == std::string_view::npos) break;
    out.push_back(' ');
    text.remove_prefix(close + 2);
  }
  return out;
}

}  // namespace

std::vector<std::string> reply_sentences(std::string_view written) {
  const auto text = without_placeholders(written);
  std::vector<std::string> out;
  std::string sentence;
  auto finish = [&] {
    const bool says = std::any_of(sentence.begin(), sentence.end(), [](char c) {
      return (c & 0x80) != 0 || std::isalnum(static_cast<unsigned char>(c));
    });
    if (says) out.push_back(sentence);
    sentence.clear();
  };
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (!sentence.empty() || !blank(c)) sentence.push_back(c);
    const bool stop = c == '.' || c == '!' || c == '?' || c == ';';
    if (c == '\n' || (stop && (at + 1 == text.size() || blank(text[at + 1])))) finish();
  }
  finish();
  return out;
}

}  // namespace parley
