// SPDX-License-Identifier: Apache-2.0
// A small set of intents on disk and figures by name. Benchmarks of meaning need the encoder's weights: tests that use
// them say so and are left out where scripts/setup could not fetch them.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "parley/commands/commands.hpp"
#include "parley/encoder/use_lite.hpp"
#include "support/temporary_directory.hpp"
#include "surroundings.hpp"

namespace parley::commands::test {

class IntentRoom : public testing::Test {
 protected:
  IntentRoom() {
    const std::map<std::string, std::vector<std::string>> things = {
        {"hours", {"opening hours", "closing time", "business hours", "hours on sunday", "schedule of the store"}},
        {"address", {"address", "location", "street of the store", "way to your office", "directions to you"}},
        {"payment", {"credit cards", "payment by cash", "paying by check", "payment methods", "debit cards"}},
        {"parking", {"parking lot", "place to park", "garage for my car", "parking spaces", "parking fee"}}};
    for (const auto& [intent, names] : things) {
      for (const auto& name : names) {
        add("train_10", "tell me about the " + name, intent);
        add("train_10", "i have a question about the " + name, intent);
        add("train", "do you know the " + name, intent);
        add("test", "what about the " + name + " please", intent);
      }
    }
    add("oos/test", "who won the game last night", "oos");
    add("oos/test", "play some music for me", "oos");
  }

  void add(const std::string& split, const std::string& text, const std::string& intent) {
    std::filesystem::create_directories(room_.path() / split);
    std::ofstream(room_.path() / split / "seq.in", std::ios::app) << text << '\n';
    std::ofstream(room_.path() / split / "label", std::ios::app) << intent << '\n';
  }

  static bool weights() { return std::filesystem::exists(kModels / kUseLiteFile); }

  // Of `parley bench NAME --json …`; empty after a failure, whose message is in process_.err.
  std::map<std::string, double> figures(Arguments arguments) {
    arguments.insert(arguments.end(), {"--models", kModels.string(), "--json"});
    std::map<std::string, double> found;
    if (bench(arguments, process_.surroundings) != 0) return found;
    const auto json = nlohmann::json::parse(process_.out.str());
    for (const auto& result : json.at("results")) found[result.at("metric")] = result.at("value");
    return found;
  }

  inline static const std::filesystem::path kModels = std::filesystem::path(PARLEY_SOURCE_DIR) / ".parley/models";
  parley::test::TemporaryDirectory room_;
  Process process_;
};

}  // namespace parley::commands::test
