// SPDX-License-Identifier: Apache-2.0
// parley bench digits: telephone numbers put together from people's recorded digits, with pauses, said when the agent
// asks for a number. None may be cut off.
#include <algorithm>
#include <map>
#include <ostream>
#include <random>

#include "bench_command.hpp"
#include "caller_voice.hpp"
#include "own_server.hpp"
#include "parley/dialogue/spoken_answers.hpp"
#include "parley/peer/place_calls.hpp"

namespace parley::commands {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kDigits = 10;
constexpr std::size_t kGap = 8 * 60;     // between digits of a group
constexpr std::size_t kPause = 8 * 600;  // between groups
constexpr std::size_t kCallsAtATime = 2;

using DigitSounds = std::map<std::string, std::map<char, std::vector<peer::Samples>>>;  // by speaker

// Files are named DIGIT_SPEAKER_TAKE.wav.
Result<DigitSounds> load_digits(const fs::path& directory) {
  DigitSounds sounds;
  for (const auto& entry : fs::directory_iterator(directory)) {
    const auto name = entry.path().stem().string();
    const auto second = name.find('_', 2);
    if (entry.path().extension() != ".wav" || name.size() < 5 || name[1] != '_' || second == std::string::npos)
      continue;
    auto sound = load_sound(entry.path().string());
    if (!sound) return sound.error();
    sounds[name.substr(2, second - 2)][name[0]].push_back(std::move(*sound));
  }
  std::erase_if(sounds, [](const auto& one) { return one.second.size() < 10; });
  if (sounds.empty())
    return Error{Fault::invalid_input, "no DIGIT_SPEAKER_TAKE.wav of all ten digits in the directory"};
  return sounds;
}

struct SpokenNumber {
  std::string digits;
  peer::Samples samples;
};

SpokenNumber speak(const std::map<char, std::vector<peer::Samples>>& speaker, std::mt19937& random) {
  SpokenNumber number;
  std::vector<std::int16_t> samples;
  std::size_t in_group = 1 + random() % 4;
  for (std::size_t i = 0; i < kDigits; ++i) {
    const char digit = static_cast<char>('0' + random() % 10);
    const auto& takes = speaker.at(digit);
    const auto& take = *takes[random() % takes.size()];
    number.digits += digit;
    samples.insert(samples.end(), take.begin(), take.end());
    if (i + 1 == kDigits) break;
    const bool group_ends = --in_group == 0;
    if (group_ends) in_group = 1 + random() % 4;
    samples.insert(samples.end(), group_ends ? kPause : kGap, 0);
  }
  number.samples = std::make_shared<const std::vector<std::int16_t>>(std::move(samples));
  return number;
}

}  // namespace

Result<BenchResults> bench_digits(const DigitBench& bench, const Surroundings& surroundings) {
  const auto sounds = load_digits(bench.data);
  if (!sounds) return sounds.error();
  auto server = OwnServer::start(surroundings.program, {});
  if (!server) return server.error();
  CallerVoice voice(surroundings.create_voice());
  const auto yes = voice.say("slt", "yes please");
  if (!yes) return yes.error();

  std::mt19937 random(1);
  std::vector<SpokenNumber> numbers;
  std::vector<peer::CallPlan> plans;
  auto speaker = sounds->begin();
  for (std::size_t i = 0; i < bench.numbers; ++i) {
    numbers.push_back(speak(speaker->second, random));
    peer::CallPlan plan;
    plan.target.user = "demo";
    plan.target.host = "127.0.0.1";
    plan.target.port = (*server)->sip_port();
    // A key opens the question for a call back; nobody's number is known, so the agent asks for it.
    plan.inputs.push_back(peer::PlannedInput::press("0"));
    plan.inputs.push_back(peer::PlannedInput::say("yes please", *yes));
    plan.inputs.push_back(peer::PlannedInput::say(numbers.back().digits, numbers.back().samples));
    plans.push_back(std::move(plan));
    if (++speaker == sounds->end()) speaker = sounds->begin();
  }
  surroundings.err << "saying " << numbers.size() << " numbers\n";
  peer::CallPace pace;
  pace.concurrency = kCallsAtATime;
  const auto reports = peer::place_calls(plans, pace);

  Share cut;
  Share asked;
  Share exact;
  std::vector<double> gap_ms;
  for (std::size_t i = 0; i < reports.size(); ++i) {
    const auto story = (*server)->story(reports[i].call_id);
    if (reports[i].turns.size() < 3 || !story) {
      asked.count(false);
      continue;
    }
    const auto& number = reports[i].turns[2];
    const auto* told = story_of(*story, number, reports[i].answered.value_or(peer::CallTime{}));
    // The agent has to have asked: what it said before is the question for a number.
    const auto question = std::find_if(story->turns.begin(), story->turns.end(), [](const StoryTurn& turn) {
      return turn.reply.find("number") != std::string::npos;
    });
    asked.count(question != story->turns.end());
    cut.count(number.cut_off() || !number.reply_audio);
    exact.count(told && digits_in(told->heard) == numbers[i].digits);
    if (number.gap() && !number.cut_off()) gap_ms.push_back(static_cast<double>(number.gap()->count()) / 1000);
    if (!number.cut_off()) continue;
    surroundings.err << numbers[i].digits << ": cut off " << -number.gap()->count() / 1000 << " ms early; heard";
    for (const auto& turn : story->turns) surroundings.err << " [" << turn.heard << ']';
    surroundings.err << '\n';
  }
  BenchResults results("digits");
  results.add("digits.cut_off", cut);
  results.add("digits.asked_for", asked);
  results.add("digits.all_right", exact);
  results.add_milliseconds("digits.gap_ms", gap_ms);
  return results;
}

}  // namespace parley::commands
