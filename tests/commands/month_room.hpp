// SPDX-License-Identifier: Apache-2.0
// Two small intent data sets on disk, laid out as the published ones.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "intent_room.hpp"

namespace parley::commands::test {

class MonthRoom : public IntentRoom {
 protected:
  MonthRoom() {
    const std::vector<std::string> banking = {"card arrival", "pin change", "lost phone",
                                              "exchange fee", "cash limit", "account name"};
    const std::vector<std::string> clinc = {"oven heat", "flight status", "song title", "tire pressure", "joke"};
    for (const auto& topic : banking) add_topic("fewshot/BANKING77/train_full", "fewshot/BANKING77/test", topic);
    for (const auto& topic : clinc) {
      add_topic("fewshot/CLINC150/train", "fewshot/CLINC150/test", topic);
      add("fewshot/CLINC150/valid", "is there news of the " + topic, named(topic));
    }
    add("fewshot/CLINC150/train", "what is my balance", "balance");
    for (const char* split : {"train", "valid", "test"})
      for (int number = 0; number < 20; ++number)
        add(std::string("fewshot/CLINC150/oos/") + split,
            std::string("tell the ") + split + " story of planet " + std::string(1, static_cast<char>('a' + number)),
            "oos");
    std::filesystem::create_directories(room_.path() / "clinc150");
    std::ofstream(room_.path() / "clinc150" / "domains.json") << R"({"banking": ["balance"], "home": ["song_title"]})";
  }

  static std::string named(std::string topic) {
    for (auto& letter : topic)
      if (letter == ' ') letter = '_';
    return topic;
  }

  void add_topic(const std::string& train, const std::string& asked, const std::string& topic) {
    for (const char* before :
         {"how about the ", "i need the ", "please explain ", "who knows the ", "my question is about ",
          "can you show me the ", "what does it mean with the ", "there is a problem with the "})
      for (const char* after : {"", " today", " for my friend", " again"})
        add(train, before + topic + after, named(topic));
    add(asked, "and the " + topic + " then", named(topic));
  }
};

}  // namespace parley::commands::test
