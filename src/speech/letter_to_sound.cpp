// SPDX-License-Identifier: Apache-2.0
#include "letter_to_sound.hpp"

#include <flite/flite.h>

#include <algorithm>
#include <cctype>
#include <memory>
#include <mutex>

extern "C" cst_lexicon* cmu_lex_init();

namespace parley {

namespace {

// flite marks stress with a digit, writes lower case and knows a few reduced vowels that cmudict has not.
std::string sphinx_phone(std::string phone) {
  while (!phone.empty() && std::isdigit(static_cast<unsigned char>(phone.back()))) phone.pop_back();
  if (phone == "ax") return "AH";
  if (phone == "pau" || phone == "-") return {};
  std::transform(phone.begin(), phone.end(), phone.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return phone;
}

}  // namespace

LetterToSound flite_letter_to_sound() {
  // Owned by every copy of the function; flite's lexicon itself lives as long as the process.
  auto turn = std::make_shared<std::mutex>();
  flite_init();
  cst_lexicon* lexicon = cmu_lex_init();
  return [turn, lexicon](const std::string& word) {
    std::scoped_lock lock(*turn);
    std::string letters;
    for (char c : word) {
      if (c >= 'a' && c <= 'z') letters += c;
    }
    if (letters.empty()) return std::string{};
    cst_val* phones = lex_lookup(lexicon, letters.c_str(), nullptr, nullptr);
    std::string out;
    for (const cst_val* at = phones; at; at = val_cdr(at)) {
      const auto phone = sphinx_phone(val_string(val_car(at)));
      if (phone.empty()) continue;
      if (!out.empty()) out += ' ';
      out += phone;
    }
    delete_val(phones);
    return out;
  };
}

}  // namespace parley
