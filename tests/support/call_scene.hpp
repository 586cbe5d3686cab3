// SPDX-License-Identifier: Apache-2.0
// One whole call on a manual clock: scripted ear and voice, loopback media, the caller played by the test.
#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "parley/call/call.hpp"
#include "parley/router/intent_router.hpp"
#include "support/loopback_media.hpp"
#include "support/manual_clock.hpp"
#include "support/plain_meters.hpp"
#include "support/scripted_recognizer.hpp"
#include "support/scripted_voice.hpp"

namespace parley::test {

inline OrganizationSnapshot scene_organization() {
  Organization organization;
  organization.key = {"scene"};
  organization.name = "Scene Heating";
  organization.timezone = "UTC";
  organization.voice = "scripted";
  organization.numbers = {"scene"};
  organization.greeting = "Welcome to Scene Heating how can I help";
  organization.farewell = "Good bye then";
  Pattern hours;
  hours.key = "hours";
  hours.examples = {"what are your hours"};
  hours.reply = "We are open from eight to six every day of the week but Sunday";
  hours.offers = "our hours";
  Pattern bye;
  bye.key = "farewell";
  bye.examples = {"good bye"};
  bye.reply = "Thank you for calling";
  bye.after = AfterReply::hang_up;
  organization.patterns = {hours, bye};
  return std::make_shared<const Organization>(std::move(organization));
}

class CallScene {
 public:
  explicit CallScene(OrganizationSnapshot organization = scene_organization(), CallObserver* observer = nullptr,
                     UtteranceRates rates = {0, 0}, std::shared_ptr<const IntentRouter> router = nullptr,
                     const std::function<std::unique_ptr<Answering>(Clock&)>& make_answering = {})
      : clock(loop),
        ear(clock),
        voice(clock),
        records(create_recent_calls(16)),
        call_meters_(meters_),
        utterances_(rates) {
    CallSetup setup;
    setup.id = CallId(*Uuid::parse("0192f0c0-0000-7000-8000-000000000001"));
    setup.from = "+15551234567";
    setup.to = "scene";
    setup.transport = "loopback";
    if (!router) router = *create_rule_router(*organization);
    setup.organization = {organization, router};
    if (make_answering) answering = make_answering(clock);
    CallPorts ports{clock, ear, voice, *records, call_meters_, Log(), observer, &utterances_, answering.get()};
    call = Call::create(std::move(setup), std::move(ports), loop.get_executor());
  }
  ~CallScene() {
    if (!ended) {
      call->end(CallEnd::shutdown);
      clock.drain();
    }
  }

  // Prepares and starts; with a caller who is listening the greeting begins.
  bool start(bool listening = true) {
    std::optional<bool> prepared;
    asio::co_spawn(loop, call->prepare(),
                   [&prepared](std::exception_ptr, Result<void> result) { prepared = result.has_value(); });
    clock.advance(std::chrono::milliseconds{0});
    while (!prepared) clock.advance(std::chrono::milliseconds{20});
    if (!*prepared) return false;
    asio::co_spawn(loop, call->run(media, nullptr), [this](std::exception_ptr, CallEnd reason) { ended = reason; });
    clock.drain();
    if (listening) call->caller_is_listening();
    return true;
  }

  void run(std::chrono::milliseconds span, bool voiced = false) {
    for (auto passed = std::chrono::milliseconds{0}; passed < span && !ended; passed += std::chrono::milliseconds{20}) {
      clock.advance(std::chrono::milliseconds{20});
      agent_heard = media.exchange(voiced);
      clock.drain();
      heard.push_back(agent_heard);
    }
  }
  // The caller speaks for `span`; the ear understands at the end of it.
  void says(const std::string& text, std::chrono::milliseconds span = std::chrono::milliseconds{800}) {
    run(span, true);
    ear.hears(text);
    clock.drain();
  }
  // Runs until the agent has been quiet for a while; false when it never is.
  bool until_agent_is_quiet(std::chrono::milliseconds most = std::chrono::milliseconds{10000}) {
    int quiet = 0;
    for (auto passed = std::chrono::milliseconds{0}; passed < most && !ended; passed += std::chrono::milliseconds{20}) {
      run(std::chrono::milliseconds{20});
      quiet = agent_heard ? 0 : quiet + 1;
      if (quiet >= 30) return true;
    }
    return ended.has_value();
  }
  bool until_agent_speaks(std::chrono::milliseconds most = std::chrono::milliseconds{10000}) {
    for (auto passed = std::chrono::milliseconds{0}; passed < most && !ended; passed += std::chrono::milliseconds{20}) {
      run(std::chrono::milliseconds{20});
      if (agent_heard) return true;
    }
    return false;
  }
  const CallRecord& record() const { return call->record(); }

  asio::io_context loop;
  ManualClock clock;
  ScriptedRecognizer ear;
  ScriptedVoice voice;
  LoopbackMedia media;
  std::unique_ptr<RecentCalls> records;
  PlainMeters meters_;
  CallMeters call_meters_;
  UtteranceGate utterances_;
  std::unique_ptr<Answering> answering;  // null: the router alone
  std::unique_ptr<Call> call;
  std::optional<CallEnd> ended;
  bool agent_heard = false;
  std::vector<bool> heard;  // one entry a frame
};

}  // namespace parley::test
