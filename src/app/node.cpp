// SPDX-License-Identifier: Apache-2.0
#include "node.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <thread>
#include <utility>

#include "build_stamp.hpp"
#include "call_ids.hpp"
#include "node_loop.hpp"
#include "parley/async/task_group.hpp"
#include "parley/speech/flite.hpp"
#include "parley/speech/pocketsphinx.hpp"
#include "parley/speech/scripted.hpp"
#include "voice_warmer.hpp"

namespace parley {
namespace {

constexpr std::size_t kMostLoops = 4;
constexpr std::chrono::seconds kTakeDown{5};

std::size_t loop_count(std::uint32_t asked) {
  if (asked > 0) return asked;
  return std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, kMostLoops);
}

TurnSettings turn_settings(const Settings::Turns& turns) {
  TurnSettings settings;
  settings.endpoint.when_complete = turns.silence_when_complete;
  settings.endpoint.when_unsure = turns.silence_when_unsure;
  settings.endpoint.when_open = turns.silence_when_open;
  settings.interjection.resume_after = turns.resume_after;
  return settings;
}

// One utterance a line; an empty name is an empty script.
Result<std::vector<std::string>> read_script(const std::string& name) {
  std::vector<std::string> lines;
  if (name.empty()) return lines;
  std::ifstream file(name);
  for (std::string line; std::getline(file, line);) {
    if (!line.empty()) lines.push_back(line);
  }
  if (lines.empty()) return Error{Fault::not_found, name + " cannot be read or holds no line"};
  return lines;
}

}  // namespace

bool Node::scheduled_as_asked(const CallLoop& one) { return one.loop.scheduled_as_asked(); }

Node::Node(Settings settings, Clock& clock, Executor control)
    : settings_(std::move(settings)),
      clock_(clock),
      control_(std::move(control)),
      log_(create_json_log(parse_log_level(settings_.log.level).value_or(LogLevel::info), std::cerr, clock)),
      meters_(create_meters(build_stamp())),
      call_meters_(*meters_),
      slots_(settings_.calls.limit),
      utterances_({settings_.router.utterances_per_caller, settings_.router.utterances_per_organization}),
      stores_(settings_, clock, control_, Log(*log_), *meters_),
      mind_(settings_, clock_, control_, Log(*log_), *meters_),
      watch_(settings_, clock_, Log(*log_), *meters_),
      stopping_(control_),
      changes_(control_) {}

Node::~Node() { take_down(); }

std::vector<std::string> Node::build() {
  FliteSettings voice;
  voice.threads = settings_.speech.threads;
  VoiceCacheSettings cache;
  cache.capacity_bytes = static_cast<std::size_t>(settings_.speech.voice_cache_mb) << 20U;
  voices_ = create_voice_cache(create_flite(voice, log(), meters_.get()), cache, meters_.get());
  if (settings_.speech.recogniser == "scripted") {
    auto script = read_script(settings_.speech.script);
    if (!script) return {"speech.script: " + script.error().message};
    recognizer_ = create_scripted_recognizer(std::move(*script));
  } else {
    PocketSphinxSettings ear;
    ear.models_dir = settings_.models_dir;
    ear.threads = settings_.speech.threads;
    recognizer_ = create_pocketsphinx(ear, log(), meters_.get());
  }
  auto problems = stores_.open();
  if (!problems.empty()) return problems;
  auto warm = [this](ServedOrganization organization) {
    std::vector<ServedOrganization> one{std::move(organization)};
    return warm_voices(*voices_, std::move(one), clock_, log());
  };
  auto missing = mind_.build(stores_, [this] { tenants_->look(); });
  if (!missing.empty()) return missing;
  watch_.build(stores_, directory_, [this] { return mind_.providers(); });
  NodeWarmer::Parts warming{directory_, mind_.answering(), mind_.cache(), *voices_};
  warmer_ = std::make_unique<NodeWarmer>(settings_, clock_, control_, log(), *meters_, stores_, warming);
  TenantKeeper::Places places{settings_.organizations_dir, settings_.state_dir + "/last_configuration"};
  TenantKeeper::Parts parts{stores_.organizations(), directory_, *recognizer_, voices_->voices(),
                            std::move(warm),         clock_,     log(),        *meters_,
                            mind_.teacher()};
  tenants_ = TenantKeeper::create(std::move(places), std::move(parts), control_);
  build_calls();
  return {};
}

Task<Result<void>> Node::load() {
  auto loaded = co_await tenants_->load();
  co_return loaded;
}

void Node::build_calls() {
  rtp_ports_ = std::make_unique<RtpPorts>(settings_.sip.bind, settings_.rtp.ports.first, settings_.rtp.ports.last);
  const auto scheduling = settings_.calls.real_time ? Scheduling::real_time : Scheduling::normal;
  std::vector<FloorLoop> places;
  for (std::size_t i = 0; i < loop_count(settings_.calls.loops); ++i) {
    loops_.push_back(std::make_unique<CallLoop>("calls-" + std::to_string(i), scheduling, clock_,
                                                send_lateness_histogram(*meters_)));
    places.push_back({loops_.back()->loop.executor(), loops_.back()->wheel});
  }
  if (std::any_of(loops_.begin(), loops_.end(), [](const auto& one) { return !one->loop.scheduled_as_asked(); })) {
    log().warning("scheduling.normal",
                  "no permission for real-time scheduling: audio may stutter under load; grant CAP_SYS_NICE, raise "
                  "RLIMIT_RTPRIO, or set calls.real_time to false");
  }
  FloorSettings calls;
  calls.node = stores_.node();
  calls.turns = turn_settings(settings_.turns);
  calls.barge_in_after = settings_.turns.barge_in_after;
  if (settings_.turns.voice_network) calls.sound.voices = VoiceNetwork::create();
  calls.sound.suppress_noise = settings_.speech.suppress_noise;
  calls.sound.normalise_level = settings_.speech.normalise_level;
  if (settings_.recording.enabled) {
    calls.recordings_dir = std::filesystem::absolute(settings_.state_dir + "/recordings").string();
    std::error_code error;
    std::filesystem::create_directories(calls.recordings_dir, error);
    if (error) {
      recordings_problem_ = "cannot make " + calls.recordings_dir + ": " + error.message();
      log().error("recording.failed", recordings_problem_);
      calls.recordings_dir.clear();
    } else {
      chmod(calls.recordings_dir.c_str(), 0700);  // callers' voices are nobody else's business
    }
  }
  auto next_id = [this] { return new_call_id(clock_); };
  FloorPorts ports{clock_,    directory_,   slots_, *recognizer_,       *voices_,     stores_.log_of_calls(),
                   recorder_, call_meters_, log(),  std::move(next_id), &utterances_, &mind_.answering()};
  floor_ = CallFloor::create(std::move(calls), std::move(ports), std::move(places));
}

void Node::open_for_calls() {
  open_ = true;
  floor_->open();
}

Task<void> Node::run_background() {
  TaskGroup parts(control_);
  parts.start(stores_.run());
  parts.start(tenants_->run());
  parts.start(mind_.run());
  parts.start(warmer_->warmer().run());
  parts.start(watch_.run());
  parts.start(access_->run());
  parts.start(follow_changes());
  while (!stopped_) co_await stopping_.wait();
  parts.stop();
  co_await parts.join();
}

void Node::stop() {
  stopped_ = true;
  mind_.stop();
  stopping_.wake();
  http_->stop();
}

void Node::drain() {
  draining_.begin();
  floor_->drain();
}

void Node::close_calls() { floor_->close(); }

void Node::take_down() {
  if (sip_) {
    floor_->close();
    const auto latest = std::chrono::seconds(kTakeDown);
    for (auto& place : loops_) {
      auto ended = place->ended.get_future();
      if (ended.wait_for(latest) == std::future_status::ready) continue;
      asio::post(place->loop.context(), [one = place.get()] { one->cancel.emit(asio::cancellation_type::terminal); });
      ended.wait_for(latest);
    }
    sip_.reset();
  }
  // Joined, not destroyed: the floor holds timers of theirs and goes before them.
  for (auto& place : loops_) place->loop.join();
  stores_.flush();
}

}  // namespace parley
