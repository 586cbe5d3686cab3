// SPDX-License-Identifier: Apache-2.0
#include "call_story.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

namespace parley::commands {
namespace {

using Json = nlohmann::json;

const Json& part(const Json& object, const char* key) {
  static const Json kNothing;
  if (!object.is_object()) return kNothing;
  const auto found = object.find(key);
  return found == object.end() ? kNothing : *found;
}

std::string text_of(const Json& object, const char* key) {
  const auto& value = part(object, key);
  return value.is_string() ? value.get<std::string>() : std::string{};
}

std::optional<double> number_of(const Json& object, const char* key) {
  const auto& value = part(object, key);
  if (!value.is_number()) return std::nullopt;
  return value.get<double>();
}

StoryTurn read_turn(const Json& json) {
  StoryTurn turn;
  const auto& caller = part(json, "caller");
  turn.heard = text_of(caller, "text");
  turn.spoken = caller.is_object();
  turn.ended_ms = number_of(caller, "ended_ms").value_or(0);
  turn.layer = text_of(part(json, "decision"), "layer");
  turn.pattern = text_of(part(json, "decision"), "pattern");
  turn.reply = text_of(part(json, "reply"), "text");
  turn.transcription_ms = number_of(part(json, "timings_ms"), "transcription_delay");
  turn.first_audio_ms = number_of(part(json, "timings_ms"), "first_audio");
  return turn;
}

}  // namespace

std::string CallStory::transcript() const {
  std::string text;
  for (const auto& turn : turns) {
    if (turn.heard.empty()) continue;
    if (!text.empty()) text += ' ';
    text += turn.heard;
  }
  return text;
}

Result<CallStory> read_story(std::string_view text) {
  const auto json = Json::parse(text, nullptr, false);
  if (!json.is_object() || !part(json, "turns").is_array()) {
    return Error{Fault::invalid_input, "the record of the call is not what GET /v1/calls/{id} should answer"};
  }
  CallStory story;
  story.over = part(json, "ended_at").is_string();
  story.end_reason = text_of(json, "end_reason");
  for (const auto& turn : part(json, "turns")) story.turns.push_back(read_turn(turn));
  return story;
}

const StoryTurn* story_of(const CallStory& story, const peer::ReportedTurn& turn, peer::CallTime answered) {
  constexpr double kFarthestMs = 1500;
  if (!turn.end_of_speech) return nullptr;
  const double wanted = static_cast<double>((*turn.end_of_speech - answered).count()) / 1000;
  const StoryTurn* best = nullptr;
  double nearest = kFarthestMs;
  for (const auto& one : story.turns) {
    const double distance = std::abs(one.ended_ms - wanted);
    if (!one.spoken || distance >= nearest) continue;
    nearest = distance;
    best = &one;
  }
  return best;
}

}  // namespace parley::commands
