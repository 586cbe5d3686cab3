// SPDX-License-Identifier: Apache-2.0
// Signalling without a wire: keeps what it was told, and tells listeners what a test wants the peer to have said.
#pragma once

#include <boost/asio/post.hpp>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "parley/telephony/sip_stack.hpp"

namespace parley::test {

class FakeSipStack final : public SipStack {
 public:
  struct Rejected {
    std::uint16_t status = 0;
    std::uint32_t retry_after_s = 0;
  };

  void listen(SipSessionId session, Executor home, SipSessionListener& listener) override {
    listeners_[session] = {std::move(home), &listener};
  }
  void stop_listening(SipSessionId session) override { listeners_.erase(session); }
  void ring(SipSessionId) override { ++rung; }
  void answer(SipSessionId session, SipAnswer answer) override {
    answered[session] = std::move(answer);
    if (answers_at_once) tell(session, [](SipSessionListener& line) { line.on_answered(offered()); });
  }
  void reject(SipSessionId session, std::uint16_t status, std::string, std::uint32_t retry_after_s) override {
    rejected[session] = {status, retry_after_s};
  }
  void hang_up(SipSessionId session) override {
    hung_up.push_back(session);
    tell(session, [](SipSessionListener& line) { line.on_closed(SipClosed::we_hung_up); });
  }
  std::uint16_t port() const override { return 5060; }

  // What the peer does.
  void established(SipSessionId session) {
    tell(session, [](SipSessionListener& line) { line.on_established(offered()); });
  }
  void changed(SipSessionId session, MediaDirection ours) {
    tell(session, [ours](SipSessionListener& line) {
      auto audio = offered();
      audio.direction = ours;
      line.on_audio_changed(audio);
    });
  }
  void closed(SipSessionId session, SipClosed reason) {
    tell(session, [reason](SipSessionListener& line) { line.on_closed(reason); });
  }

  bool answers_at_once = true;  // false: the INVITE had no offer
  int rung = 0;
  std::map<SipSessionId, SipAnswer> answered;
  std::map<SipSessionId, Rejected> rejected;
  std::vector<SipSessionId> hung_up;

 private:
  static NegotiatedAudio offered() {
    NegotiatedAudio audio;
    audio.telephone_event = std::uint8_t{101};
    audio.remote = {"127.0.0.1", 9};  // the discard port: nobody answers
    return audio;
  }
  template <class Event>
  void tell(SipSessionId session, Event event) {
    auto found = listeners_.find(session);
    if (found == listeners_.end()) return;
    asio::post(found->second.first, [this, session, event] {
      auto still = listeners_.find(session);
      if (still != listeners_.end()) event(*still->second.second);
    });
  }

  std::map<SipSessionId, std::pair<Executor, SipSessionListener*>> listeners_;
};

}  // namespace parley::test
