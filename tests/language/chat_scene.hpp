// SPDX-License-Identifier: Apache-2.0
// Questions to language models, and the streams of an imagined provider.
#pragma once

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "parley/language/language_model.hpp"
#include "support/loop_thread.hpp"
#include "support/plain_meters.hpp"
#include "support/scripted_http.hpp"

namespace parley::test {

inline OrganizationSnapshot dentist() {
  auto organization = std::make_shared<Organization>();
  organization->key.value = "dentist";
  organization->name = "Bright Teeth";
  organization->timezone = "UTC";
  for (unsigned day = 1; day <= 5; ++day)
    organization->hours.by_weekday[day] = {{std::chrono::minutes{480}, std::chrono::minutes{1080}}};
  Pattern parking;
  parking.key = "parking";
  parking.reply = "You can park behind the house.";
  parking.offers = "where to park";
  organization->patterns.push_back(parking);
  return organization;
}

// What came of one question.
struct Spoken {
  std::vector<std::string> pieces;
  std::optional<Error> error;
  ModelAnswer answer;

  std::string text() const {
    std::string all;
    for (const auto& piece : pieces) all += piece;
    return all;
  }
};

inline Task<Spoken> listen(LanguageModel& model, ModelQuestion question) {
  Spoken spoken;
  const auto reply = model.ask(std::move(question));
  for (;;) {
    auto words = co_await reply->next();
    if (!words) spoken.error = words.error();
    if (!words || !*words) break;
    spoken.pieces.push_back(std::move(**words));
  }
  spoken.answer = reply->answer();
  co_return spoken;
}

// The event of one piece of content.
inline std::string delta_event(const std::string& content) {
  const nlohmann::json chunk{{"choices", {{{"index", 0}, {"delta", {{"content", content}}}}}}};
  return "data: " + chunk.dump() + "\n\n";
}

inline std::string stream_of(const std::vector<std::string>& events) {
  std::string body = ScriptedHttp::head(200);
  for (const auto& event : events) body += event;
  return body;
}

inline const std::string kDone = "data: [DONE]\n\n";
inline const std::string kUsage =
    "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":100,\"completion_tokens\":20,\"total_tokens\":120}}\n\n";

}  // namespace parley::test
