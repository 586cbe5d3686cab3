// SPDX-License-Identifier: Apache-2.0
// A tiny server for sipp: owns the numbers demo and +15550100, answers at once, hangs up after a while. No media.
#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <csignal>
#include <cstdio>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "parley/telephony/sip_stack.hpp"
#include "support/plain_meters.hpp"

namespace {

using namespace parley;

struct Options {
  SipSettings sip;
  std::size_t limit = 20;
  std::chrono::milliseconds answer_after{0};
  std::chrono::milliseconds call_length{3000};
};

class Desk;

// Lives from the INVITE until it is told that the session is closed.
class Call final : public SipSessionListener {
 public:
  Call(Desk& desk, SipStack& stack, IncomingCall incoming, const Options& options, asio::io_context& loop)
      : desk_(desk),
        stack_(stack),
        incoming_(std::move(incoming)),
        options_(options),
        timer_(loop),
        home_(loop.get_executor()) {}

  void start(std::uint16_t media_port) {
    stack_.listen(incoming_.session, home_, *this);
    stack_.ring(incoming_.session);
    if (options_.answer_after == options_.answer_after.zero()) return answer(media_port);
    timer_.expires_after(options_.answer_after);
    timer_.async_wait([this, media_port](boost::system::error_code error) {
      if (!error) answer(media_port);
    });
  }

  void on_answered(const NegotiatedAudio&) override {}
  void on_established(const NegotiatedAudio&) override {
    timer_.expires_after(options_.call_length);
    timer_.async_wait([this](boost::system::error_code error) {
      if (!error) stack_.hang_up(incoming_.session);
    });
  }
  void on_audio_changed(const NegotiatedAudio&) override {}
  void on_closed(SipClosed reason) override;

  SipSessionId session() const { return incoming_.session; }

 private:
  void answer(std::uint16_t media_port) {
    SipAnswer answer;
    answer.local_media = {options_.sip.bind, media_port};
    answer.headers.emplace_back("X-Parley-Call-Id", incoming_.sip_call_id);
    stack_.answer(incoming_.session, std::move(answer));
  }

  Desk& desk_;
  SipStack& stack_;
  IncomingCall incoming_;
  const Options& options_;
  asio::steady_timer timer_;
  Executor home_;
};

class Desk final : public SipDesk {
 public:
  Desk(const Options& options, asio::io_context& loop) : options_(options), loop_(loop) {}
  void attach(SipStack& stack) { stack_ = &stack; }

  InviteVerdict on_invite(const IncomingCall& incoming) override {
    InviteVerdict verdict;
    if (incoming.called_number != "demo" && incoming.called_number != "+15550100") {
      verdict.kind = InviteVerdict::Kind::not_found;
    } else if (running_ >= options_.limit) {
      verdict.kind = InviteVerdict::Kind::overloaded;
    } else {
      ++running_;
      asio::post(loop_, [this, incoming] { accept(incoming); });
    }
    return verdict;
  }
  bool accepts_calls() const override { return running_ < options_.limit; }

  void closed(Call& call, SipClosed reason) {
    ++ended_[reason];
    --running_;
    calls_.erase(call.session());
  }
  void report() const {
    for (const auto& [reason, count] : ended_) {
      std::printf("ended for reason %d: %zu\n", static_cast<int>(reason), count);
    }
  }

 private:
  void accept(const IncomingCall& incoming) {
    auto call = std::make_unique<Call>(*this, *stack_, incoming, options_, loop_);
    call->start(static_cast<std::uint16_t>(20000 + incoming.session.slot % 5000 * 2));
    calls_[incoming.session] = std::move(call);
  }

  const Options& options_;
  asio::io_context& loop_;
  SipStack* stack_ = nullptr;
  std::atomic<std::size_t> running_{0};
  std::map<SipSessionId, std::unique_ptr<Call>> calls_;
  std::map<SipClosed, std::size_t> ended_;
};

void Call::on_closed(SipClosed reason) { desk_.closed(*this, reason); }

bool read_options(int count, char** words, Options& options) {
  options.sip.port = 25060;
  for (int at = 1; at + 1 < count; at += 2) {
    const std::string name = words[at];
    const std::string value = words[at + 1];
    if (name == "--port") {
      options.sip.port = static_cast<std::uint16_t>(std::stoul(value));
    } else if (name == "--bind") {
      options.sip.bind = value;
    } else if (name == "--advertise") {
      options.sip.advertise = value;
    } else if (name == "--limit") {
      options.limit = std::stoul(value);
      options.sip.max_sessions = static_cast<std::uint32_t>(options.limit + 100);
    } else if (name == "--t1-ms") {
      options.sip.t1 = std::chrono::milliseconds(std::stol(value));
    } else if (name == "--answer-ms") {
      options.answer_after = std::chrono::milliseconds(std::stol(value));
    } else if (name == "--call-ms") {
      options.call_length = std::chrono::milliseconds(std::stol(value));
    } else {
      return false;
    }
  }
  return count % 2 == 1;
}

}  // namespace

int main(int count, char** words) {
  Options options;
  if (!read_options(count, words, options)) {
    std::fprintf(stderr,
                 "usage: sip_desk [--port N] [--bind ADDRESS] [--advertise ADDRESS] [--limit CALLS] [--t1-ms MS] "
                 "[--answer-ms MS] [--call-ms MS]\n");
    return 2;
  }
  asio::io_context loop(1);
  asio::signal_set signals(loop, SIGINT, SIGTERM);
  parley::test::PlainMeters meters;
  Desk desk(options, loop);
  auto stack = create_sip_stack(options.sip, desk, Log{}, meters);
  if (!stack) {
    std::fprintf(stderr, "%s\n", stack.error().message.c_str());
    return 1;
  }
  desk.attach(**stack);
  std::printf("SIP: %s:%u\n", options.sip.bind.c_str(), unsigned{(*stack)->port()});
  std::fflush(stdout);
  signals.async_wait([&](boost::system::error_code, int) { loop.stop(); });
  auto work = asio::make_work_guard(loop);
  loop.run();
  stack->reset();
  desk.report();
  return 0;
}
