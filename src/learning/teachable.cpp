// SPDX-License-Identifier: Apache-2.0
#include "parley/learning/teachable.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <vector>

#include "content_words.hpp"
#include "parley/core/utf8.hpp"
#include "parley/router/normalise.hpp"

namespace parley {
namespace {

using Words = std::vector<std::string>;

constexpr std::size_t kLeastQuestionWords = 2;
constexpr std::size_t kMostQuestionWords = 40;
constexpr std::size_t kLeastAnswerWords = 3;
constexpr std::size_t kMostAnswerWords = 120;
constexpr std::size_t kMostBytes = 1200;

constexpr std::array<std::string_view, 34> kInstructions = {
    "ignore your",       "ignore all",        "ignore any",         "ignore previous",   "ignore the previous",
    "ignore the rules",  "ignore everything", "ignore the above",   "ignore these",      "disregard your",
    "disregard all",     "disregard the",     "disregard previous", "forget your rules", "forget your instructions",
    "forget everything", "forget all",        "your instructions",  "your system",       "system prompt",
    "your prompt",       "you are now",       "pretend to be",      "pretend you",       "act as",
    "role play",         "jailbreak",         "developer mode",     "from now on",       "repeat after me",
    "new instructions",  "override your",     "language model",     "as an a i"};

constexpr std::array<std::string_view, 36> kRefusals = {
    "i do not know",        "i am not sure",       "i am unable",          "i can not help",
    "i can not answer",     "i can not assist",    "i can not provide",    "i can not say",
    "i do not have that",   "i do not have any",   "i do not have access", "i do not have information",
    "i do not have the",    "no information",      "not have information", "do not have details",
    "i did not understand", "i do not understand", "i did not catch",      "could you repeat",
    "could you rephrase",   "could you clarify",   "please rephrase",      "please repeat",
    "not able to help",     "not able to answer",  "unable to answer",     "unable to help",
    "can not find",         "could not find",      "have no answer",       "outside of what i",
    "i am afraid i",        "i am sorry but i",    "i am only able",       "beyond what i"};

// The commonest words that English does not have.
const std::set<std::string_view> kForeign = {
    // Spanish, Portuguese, Italian
    "el", "los", "las", "una", "que", "qué", "como", "cómo", "por", "para", "con", "está", "donde", "dónde", "cuando",
    "cuándo", "quiero", "puedo", "mi", "tarjeta", "hola", "gracias", "como", "não", "uma", "obrigado", "il", "che",
    "sono", "posso", "della", "perché", "di", "es", "del", "su", "tengo", "necesito", "una", "y", "o", "los", "cuánto",
    "quanto", "vorrei", "mio", "mia", "meu", "minha", "onde", "eu", "voce", "você",
    // French
    "le", "la", "les", "des", "est", "je", "vous", "nous", "mon", "ma", "une", "pour", "avec", "où", "quand", "comment",
    "combien", "quel", "quelle", "bonjour", "merci", "pas", "veux", "puis", "et", "du", "sur", "ce", "sont",
    // German, Dutch
    "der", "das", "und", "ist", "ich", "nicht", "ein", "eine", "wie", "wo", "wann", "mein", "meine", "bitte", "danke",
    "haben", "kann", "sie", "wir", "zu", "den", "dem", "auf", "mit", "für", "het", "een", "mijn", "waar", "wanneer",
    "ik", "niet", "kan", "hoe", "van", "naar", "graag", "sind", "habe", "möchte", "geöffnet", "wieviel"};

// Letters of another script than Latin: anything from U+0250 on but punctuation (U+2000–U+206F) and currency.
bool other_script(std::string_view text) {
  while (!text.empty()) {
    const auto length = utf8_length(text);
    if (length == 0) return true;  // no text at all
    if (length >= 3 && !text.starts_with("\xe2")) return true;
    if (length == 2) {
      const auto high = static_cast<unsigned char>(text[0]);
      if (high >= 0xc9 && high != 0xcc && high != 0xcd) return true;
    }
    text.remove_prefix(length);
  }
  return false;
}

bool is_english(std::string_view language) { return language.starts_with("en"); }

bool another_language(std::string_view text, const Words& words, std::string_view language) {
  if (!is_english(language)) return false;  // nothing is known of it here
  if (other_script(text)) return true;
  std::size_t foreign = 0;
  std::size_t english = 0;
  for (const auto& word : words) {
    foreign += kForeign.contains(word) ? 1 : 0;
    english += carries_no_meaning(word) ? 1 : 0;
  }
  return foreign >= 2 && foreign > english;
}

bool unspeakable(const std::string& word) {
  std::size_t vowels = 0;
  std::size_t consonants = 0;
  std::size_t same = 1;
  for (std::size_t at = 0; at < word.size(); ++at) {
    const char letter = word[at];
    if (static_cast<unsigned char>(letter) >= 0x80) return false;
    same = at > 0 && word[at - 1] == letter ? same + 1 : 1;
    if (same >= 4) return true;
    if (std::string_view("aeiouy'").find(letter) != std::string_view::npos) {
      ++vowels;
      consonants = 0;
    } else if (++consonants >= 6) {
      return true;
    }
  }
  return vowels == 0 && word.size() >= 5;
}

bool nonsense(const Words& words, std::string_view language) {
  if (!is_english(language)) return false;
  const std::set<std::string> different(words.begin(), words.end());
  if (words.size() >= 6 && different.size() * 5 < words.size() * 2) return true;
  const auto odd = static_cast<std::size_t>(std::count_if(words.begin(), words.end(), unspeakable));
  if (odd * 3 > words.size()) return true;
  // No English sentence of so many words does without any.
  return words.size() >= 8 &&
         std::none_of(words.begin(), words.end(), [](const auto& w) { return carries_no_meaning(w); });
}

bool markup(std::string_view text) {
  for (const std::string_view mark : {"://", "www.", "<", ">", "{", "}", "`", "\\", "|", "=="})
    if (text.find(mark) != std::string_view::npos) return true;
  return std::any_of(text.begin(), text.end(), [](char letter) {
    const auto byte = static_cast<unsigned char>(letter);
    return (byte < 0x20 && byte != '\n' && byte != '\t' && byte != '\r') || byte == 0x7f;
  });
}

std::string unteachable(std::string_view text, std::string_view language, std::size_t least, std::size_t most) {
  if (text.size() > kMostBytes) return "too long";
  if (markup(text)) return "markup";
  const auto words = normalise(text);
  if (says_any(words, kInstructions)) return "instructions";
  if (another_language(text, words, language)) return "another language";
  if (words.size() < least) return "too short";
  if (words.size() > most) return "too long";
  if (nonsense(words, language)) return "nonsense";
  return {};
}

}  // namespace

std::string unteachable_question(std::string_view question, std::string_view language) {
  return unteachable(question, language, kLeastQuestionWords, kMostQuestionWords);
}

std::string unteachable_answer(std::string_view answer, std::string_view language) {
  if (is_refusal(answer)) return "refusal";
  const auto last = answer.find_last_not_of(" \n\t");
  // A question back is no answer, wherever it stands.
  if (last != std::string_view::npos && answer[last] == '?' && answer.find_first_of(".!") == std::string_view::npos)
    return "question";
  return unteachable(answer, language, kLeastAnswerWords, kMostAnswerWords);
}

bool is_refusal(std::string_view answer) {
  const auto words = normalise(answer);
  return words.empty() || says_any(words, kRefusals);
}

}  // namespace parley
