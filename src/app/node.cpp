// SPDX-License-Identifier: Apache-2.0
#include "node.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <filesystem>
#include <future>
#include <iostream>
#include <thread>
#include <utility>

#include "build_stamp.hpp"
#include "call_ids.hpp"
#include "organizations.hpp"
#include "parley/async/spawnable.hpp"
#include "parley/speech/flite.hpp"
#include "parley/speech/pocketsphinx.hpp"
#include "parley/transports/rtp_ports.hpp"

namespace parley {
namespace {

constexpr std::size_t kMostLoops = 4;
constexpr std::chrono::seconds kTakeDown{5};

std::size_t loop_count(std::uint32_t asked) {
  if (asked > 0) return asked;
  return std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, kMostLoops);
}

std::string advertised(const Settings::Sip& sip) { return sip.advertise.empty() ? sip.bind : sip.advertise; }

TurnSettings turn_settings(const Settings::Turns& turns) {
  TurnSettings settings;
  settings.endpoint.when_complete = turns.silence_when_complete;
  settings.endpoint.when_unsure = turns.silence_when_unsure;
  settings.endpoint.when_open = turns.silence_when_open;
  settings.interjection.resume_after = turns.resume_after;
  return settings;
}

}  // namespace

struct Node::CallLoop {
  CallLoop(const std::string& name, Scheduling scheduling, Clock& clock, Histogram& lateness)
      : loop(name, scheduling), wheel(clock, create_alarm(loop.executor()), &lateness) {}

  EventLoop loop;
  SlotWheel wheel;
  asio::cancellation_signal cancel;  // emitted on the loop
  std::promise<void> ended;          // of the floor's root on this loop
};

bool Node::scheduled_as_asked(const CallLoop& one) { return one.loop.scheduled_as_asked(); }

Node::Node(Settings settings, Clock& clock, Executor control)
    : settings_(std::move(settings)),
      clock_(clock),
      control_(std::move(control)),
      log_(create_json_log(parse_log_level(settings_.log.level).value_or(LogLevel::info), std::cerr, clock)),
      meters_(create_meters(build_stamp())),
      call_meters_(*meters_),
      slots_(settings_.calls.limit),
      records_(create_recent_calls(settings_.calls.kept_records)) {}

Node::~Node() { take_down(); }

std::vector<std::string> Node::build(const std::string& api_key) {
  FliteSettings voice;
  voice.threads = settings_.speech.threads;
  VoiceCacheSettings cache;
  cache.capacity_bytes = static_cast<std::size_t>(settings_.speech.voice_cache_mb) << 20U;
  voices_ = create_voice_cache(create_flite(voice, log(), meters_.get()), cache, meters_.get());
  PocketSphinxSettings ear;
  ear.models_dir = settings_.models_dir;
  ear.threads = settings_.speech.threads;
  recognizer_ = create_pocketsphinx(ear, log(), meters_.get());

  auto prepared = prepare_organizations(settings_.organizations_dir, voices_->voices(), log());
  organizations_ = std::move(prepared.organizations);
  std::vector<std::string> problems = std::move(prepared.faults);
  if (problems.empty()) {
    auto served = directory_.serve(organizations_);
    if (!served) problems.push_back(served.error().message);
  }
  for (auto& problem : build_calls()) problems.push_back(std::move(problem));
  if (problems.empty()) problems = build_doors(api_key);
  if (problems.empty()) build_chain();
  return problems;
}

std::vector<std::string> Node::build_calls() {
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
  FloorPorts ports{clock_,    directory_, slots_,       *recognizer_, *voices_,
                   *records_, recorder_,  call_meters_, log(),        [this] { return new_call_id(clock_); }};
  floor_ = CallFloor::create(std::move(calls), std::move(ports), std::move(places));
  SipCallSettings sip;
  sip.advertised_host = advertised(settings_.sip);
  sip.rtp_timeouts.at_first = settings_.calls.no_media_at_first;
  sip.rtp_timeouts.later = settings_.calls.no_media_later;
  desk_ = SipCallDesk::create(std::move(sip), *floor_, *rtp_ports_);
  return {};
}

std::vector<std::string> Node::build_doors(const std::string& api_key) {
  std::vector<std::string> problems;
  SipSettings sip;
  sip.bind = settings_.sip.bind;
  sip.port = settings_.sip.port;
  sip.advertise = settings_.sip.advertise;
  auto stack = create_sip_stack(std::move(sip), *desk_, log(), *meters_);
  if (stack) {
    sip_ = std::move(*stack);
    desk_->attach(*sip_);
  } else {
    problems.push_back(stack.error().message);
  }

  ControlApi::Parts parts;
  parts.calls = records_.get();
  parts.organizations = &directory_;
  parts.meters = meters_.get();
  parts.node = [this] { return state(); };
  parts.keys.push_back({api_key, demo_organization()});
  const auto keys = parts.keys;
  parts.build = build_stamp();
  api_ = std::make_unique<ControlApi>(std::move(parts));
  BrowserDoorSettings browser;
  browser.silent_at_first = settings_.calls.no_media_at_first;
  browser.silent_later = settings_.calls.no_media_later;
  browser.recorded = settings_.recording.enabled && recordings_problem_.empty();
  BrowserDoor::Parts browser_parts{clock_, *floor_, directory_, keys, *meters_, log()};
  browser_ = std::make_unique<BrowserDoor>(std::move(browser), std::move(browser_parts));
  auto routes = api_->routes();
  routes.add_upgrade("/v1/browser", browser_->gate());
  build_twilio(routes);
  HttpServerOptions http;
  http.bind = settings_.http.bind;
  http.port = settings_.http.port;
  http.problem = &ControlApi::problem;
  http.log = log();
  http.meters = meters_.get();
  auto server = HttpServer::open(control_, clock_, std::move(routes), std::move(http));
  if (server) {
    http_ = std::move(*server);
  } else {
    problems.push_back(server.error().message);
  }
  if (!problems.empty()) return problems;

  for (std::size_t i = 0; i < loops_.size(); ++i) {
    auto& place = *loops_[i];
    auto root = spawnable(floor_->run(i));
    auto ended = [&place, log = log()](std::exception_ptr error) {
      if (error && !is_cancellation(error)) log.error("loop.broken", "a loop of calls ended by a mistake of ours");
      place.ended.set_value();
    };
    asio::co_spawn(place.loop.context(), std::move(root),
                   asio::bind_cancellation_slot(place.cancel.slot(), std::move(ended)));
  }
  return {};
}

// The one that the key of this installation opens: "demo" where there is one, else the first.
OrganizationKey Node::demo_organization() const {
  for (const auto& served : organizations_) {
    if (served.definition->key.value == "demo") return served.definition->key;
  }
  return organizations_.front().definition->key;
}

Task<void> Node::learn() {
  for (const auto& served : organizations_) {
    auto learned = co_await recognizer_->learn(served.definition);
    if (learned) continue;
    log().error("recogniser.not_learned", learned.error().message, {{"organization", served.definition->key.value}});
  }
}

void Node::open_for_calls() {
  open_ = true;
  floor_->open();
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
  for (auto& place : loops_) place->loop.join();
  loops_.clear();
}

}  // namespace parley
