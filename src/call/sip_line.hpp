// SPDX-License-Identifier: Apache-2.0
// The signalling side of one phone call, as its root coroutine sees it.
#pragma once

#include <optional>

#include "parley/async/queues.hpp"
#include "parley/telephony/sip_stack.hpp"

namespace parley {

class SipLine final : public SipSessionListener {
 public:
  // Told on the call's executor, from the moment that media has begun.
  class Listener {
   public:
    virtual ~Listener() = default;
    virtual void on_established() = 0;
    virtual void on_audio_changed(const NegotiatedAudio& audio) = 0;
    virtual void on_closed(SipClosed reason) = 0;
  };

  SipLine(SipStack& stack, SipSessionId session, Executor home) : stack_(stack), session_(session), changed_(home) {
    stack_.listen(session_, home, *this);
  }
  SipLine(const SipLine&) = delete;
  SipLine& operator=(const SipLine&) = delete;
  ~SipLine() override { stack_.stop_listening(session_); }

  void tell(Listener* listener) { listener_ = listener; }
  // Audio agreed on with the peer; nullopt: the session closed before.
  Task<std::optional<NegotiatedAudio>> agreed() {
    while (!audio_ && !closed_) co_await changed_.wait();
    if (closed_) co_return std::nullopt;
    co_return audio_;
  }
  Task<void> until_closed() {
    while (!closed_) co_await changed_.wait();
  }
  std::optional<SipClosed> closed() const { return closed_; }
  bool established() const { return established_; }

  void on_answered(const NegotiatedAudio& audio) override { agree(audio); }
  void on_established(const NegotiatedAudio& audio) override {
    established_ = true;
    agree(audio);
    if (listener_) listener_->on_established();
  }
  void on_audio_changed(const NegotiatedAudio& audio) override {
    agree(audio);
    if (listener_) listener_->on_audio_changed(audio);
  }
  void on_closed(SipClosed reason) override {
    closed_ = reason;
    changed_.wake();
    if (listener_) listener_->on_closed(reason);
  }

 private:
  void agree(const NegotiatedAudio& audio) {
    audio_ = audio;
    changed_.wake();
  }

  SipStack& stack_;
  SipSessionId session_;
  detail::Wakeup changed_;
  Listener* listener_ = nullptr;

  std::optional<NegotiatedAudio> audio_;
  std::optional<SipClosed> closed_;
  bool established_ = false;
};

}  // namespace parley
