// SPDX-License-Identifier: Apache-2.0
#include "letter_to_sound.hpp"

#include <gtest/gtest.h>

#include <set>
#include <sstream>
#include <thread>

namespace parley {
namespace {

// The phones of cmudict without stress: all that the acoustic model knows.
const std::set<std::string> kPhones = {"AA", "AE", "AH", "AO", "AW", "AY", "B",  "CH", "D", "DH", "EH", "ER", "EY",
                                       "F",  "G",  "HH", "IH", "IY", "JH", "K",  "L",  "M", "N",  "NG", "OW", "OY",
                                       "P",  "R",  "S",  "SH", "T",  "TH", "UH", "UW", "V", "W",  "Y",  "Z",  "ZH"};

TEST(LetterToSound, SaysWordsAsPeopleDo) {
  const auto say = flite_letter_to_sound();
  EXPECT_EQ(say("cat"), "K AE T");
  EXPECT_EQ(say("hello"), "HH AH L OW");
  EXPECT_EQ(say("about"), "AH B AW T") << "the reduced vowel has another name in the acoustic model";
  EXPECT_EQ(say("o'clock"), say("oclock"));
}

TEST(LetterToSound, UsesOnlyPhonesOfTheAcousticModel) {
  const auto say = flite_letter_to_sound();
  for (const char* word : {"granita", "xylophone", "szymanski", "miller's", "qatar", "jalapeno", "zhivago", "ngo",
                           "wojciechowski", "ouija", "bzzt", "a", "thoroughly", "measure"}) {
    const auto phones = say(word);
    EXPECT_FALSE(phones.empty()) << word;
    std::istringstream each(phones);
    for (std::string phone; each >> phone;) EXPECT_TRUE(kPhones.contains(phone)) << word << ": " << phones;
  }
}

TEST(LetterToSound, HasNothingToSayWithoutLetters) {
  const auto say = flite_letter_to_sound();
  for (const char* word : {"", "123", "'", "\xC3\xA9", "ABC"}) EXPECT_EQ(say(word), "") << word;
}

TEST(LetterToSound, SaysTheSameFromManyThreads) {
  const auto say = flite_letter_to_sound();
  const std::vector<std::string> words = {"granita", "cappuccino", "szymanski", "furnace"};
  std::vector<std::string> alone;
  for (const auto& word : words) alone.push_back(say(word));
  std::vector<std::thread> threads;
  std::vector<int> wrong(4, 0);
  for (auto& mine : wrong) {
    threads.emplace_back([&alone, &words, &mine, copy = say] {
      for (int round = 0; round < 50; ++round) {
        for (std::size_t i = 0; i < words.size(); ++i) mine += copy(words[i]) != alone[i];
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(wrong, std::vector<int>(4, 0));
}

}  // namespace
}  // namespace parley
