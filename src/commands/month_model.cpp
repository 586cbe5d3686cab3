// SPDX-License-Identifier: Apache-2.0
#include "month_model.hpp"

#include <algorithm>
#include <array>

namespace parley::commands {
namespace {

constexpr std::array<const char*, 16> kPlaces = {
    "the settings menu",   "the main screen",   "your profile page",   "the service desk",
    "the help centre",     "the branch office", "the customer portal", "the security section",
    "the wallet overview", "the front counter", "the travel corner",   "the payroll folder",
    "the kitchen panel",   "the vehicle tab",   "the message box",     "the online form"};
constexpr std::array<const char*, 12> kSteps = {"choose details",         "press continue",       "fill in the form",
                                                "confirm with your code", "follow the pictures",  "sign the paper",
                                                "pick the first entry",   "scan the barcode",     "show an ident card",
                                                "read the small notes",   "tap the green button", "enter a reason"};
constexpr std::array<const char*, 10> kTimes = {"2 minutes",        "10 minutes",     "half an hour", "24 hours",
                                                "3 working days",   "5 working days", "a week",       "14 days",
                                                "about 30 seconds", "2 weeks"};

}  // namespace

std::vector<std::string> answer_wordings(const std::string& intent, std::uint64_t number) {
  std::mt19937_64 random(number);
  const auto pick = [&](const auto& from) { return std::string(from[random() % from.size()]); };
  auto topic = intent;
  std::replace(topic.begin(), topic.end(), '_', ' ');
  const auto place = pick(kPlaces);
  const auto step = pick(kSteps);
  const auto time = pick(kTimes);
  return {
      "For " + topic + ", go to " + place + " and " + step + ". It takes " + time + ".",
      "You can do that yourself: in " + place + " under " + topic + " please " + step + "; that takes " + time + ".",
      "About " + topic + ": " + step + " in " + place + ", and allow " + time + ".",
      "Sure! Open " + place + ", look for " + topic + " and " + step + ". Expect " + time + " until it is done.",
      "For " + topic + " please " + step + " in " + place + "."};
}

MonthModel::MonthModel(const std::vector<std::string>& intents, double wrong, std::uint64_t seed)
    : intents_(intents), wrong_(wrong), random_(seed) {
  for (const auto& intent : intents_) {
    const auto& wordings = wordings_.emplace(intent, answer_wordings(intent, random_())).first->second;
    for (const auto& wording : wordings) owners_.emplace(wording, intent);
  }
}

std::string MonthModel::ask(const std::string& intent) {
  ++calls_;
  auto about = intent;
  if (std::uniform_real_distribution<double>(0, 1)(random_) < wrong_) {
    do {
      about = intents_[std::uniform_int_distribution<std::size_t>(0, intents_.size() - 1)(random_)];
    } while (about == intent);
  }
  if (about.empty()) return {};
  const auto& wordings = wordings_.at(about);
  return wordings[std::uniform_int_distribution<std::size_t>(0, wordings.size() - 1)(random_)];
}

}  // namespace parley::commands
