// SPDX-License-Identifier: Apache-2.0
#include "browser_caller.hpp"

#include <utility>

#include "parley/async/queues.hpp"
#include "parley/async/task_group.hpp"

namespace parley {
namespace {

constexpr std::chrono::seconds kFigures{1};
constexpr std::size_t kLongestReason = 120;

// What an end means to the person at the page; empty where there is nothing to mend.
BrowserRefusal explain(CallEnd reason) {
  const std::string code(to_string(reason));
  switch (reason) {
    case CallEnd::no_media:
      return {code, "No audio arrived any more.", "Look at the microphone and the socket, and call again."};
    case CallEnd::speech_lost:
      return {code, "Hearing or voice of the server failed.", "parley doctor says which, and what mends it."};
    case CallEnd::bug:
      return {code, "The call broke by a mistake of the server.", "Its log has a line call.bug; please report it."};
    default:
      return {code, "", ""};
  }
}

}  // namespace

// The socket as a transport of the call.
class BrowserCaller::Line final : public StreamTransport {
 public:
  Line(BrowserCaller& caller, FloorCall& floor, std::unique_ptr<BrowserMedia> media)
      : caller_(caller), clock_(floor.clock()), home_(floor.home()), media_(std::move(media)), played_(home_) {}
  ~Line() override {
    media_->stop();
    caller_.media_ = nullptr;
    caller_.phase_ = Phase::over;
  }

  void start(MediaListener& listener, FrameSource& source) override { media_->start(listener, source); }
  void stop() override { media_->stop(); }
  void clear() override { media_->clear(); }
  std::int64_t unheard() const override { return media_->unheard(); }
  MediaStats stats() const override { return media_->stats(); }

  Task<void> run() override {
    TaskGroup figures(home_);
    figures.start(tell_figures());
    std::exception_ptr broken;
    try {
      co_await read();
    } catch (...) {
      broken = std::current_exception();
    }
    closed_ = true;
    played_.wake();
    figures.stop();
    co_await figures.join();
    if (broken) std::rethrow_exception(broken);
  }

  Task<void> heard_out() override {
    while (!closed_ && !caller_.gone_ && media_->unheard() > 0) co_await played_.wait();
  }

  void close(std::uint16_t code, std::string_view why) override {
    const std::string reason(caller_.fault_ ? std::string_view(caller_.fault_->code) : why);
    caller_.socket_->close(caller_.close_code(code), reason.substr(0, kLongestReason));
  }

 private:
  Task<void> read() {
    for (;;) {
      auto message = co_await caller_.socket_->receive();
      if (!message) co_return;
      if (message->text) {
        caller_.take(message->data);
        played_.wake();
      } else {
        media_->hear(message->data);
      }
    }
  }

  Task<void> tell_figures() {
    for (;;) {
      co_await clock_.sleep_until(clock_.now() + kFigures);
      if (caller_.phase_ == Phase::up) caller_.say(write_media(caller_.at(), media_->figures()));
    }
  }

  BrowserCaller& caller_;
  Clock& clock_;
  Executor home_;
  std::unique_ptr<BrowserMedia> media_;
  detail::Wakeup played_;
  bool closed_ = false;
};

BrowserCaller::BrowserCaller(std::unique_ptr<WebSocket> socket, BrowserHello hello, const BrowserDoorSettings& settings,
                             Meters& meters)
    : hello_(std::move(hello)), settings_(settings), meters_(meters), socket_(std::move(socket)) {}

BrowserCaller::~BrowserCaller() = default;

std::unique_ptr<StreamTransport> BrowserCaller::open(FloorCall& floor) {
  floor_ = &floor;
  BrowserAudio audio;
  audio.rate = hello_.sample_rate;
  audio.silent_at_first = settings_.silent_at_first;
  audio.silent_later = settings_.silent_later;
  auto media = create_browser_media(audio, *this, *this, floor.wheel(), floor.clock());
  media_ = media.get();
  return std::make_unique<Line>(*this, floor, std::move(media));
}

bool BrowserCaller::on_ready(FloorCall& floor) {
  const auto& organization = *floor.admission().organization.definition;
  ReadyMessage ready;
  ready.call_id = floor.admission().id.to_string();
  ready.organization = organization.key.value;
  ready.organization_name = organization.name;
  ready.sample_rate = hello_.sample_rate;
  ready.generation = media_->generation();
  ready.recorded = settings_.recorded;
  ready_at_ = floor.clock().now();
  phase_ = Phase::up;
  say(write_ready(ready));
  return false;
}

void BrowserCaller::on_over(FloorCall& floor, CallEnd reason) {
  auto why = explain(reason);
  if (fault_) {
    why.detail = fault_->detail;
    why.remedy = fault_->remedy;
  }
  if (phase_ == Phase::up) {
    tell(write_media(at(), media_->figures()));
    tell(write_ended(at(), floor.admission().id.to_string(), why));
  } else {
    why.code = "no_engine";
    say(write_refused(why));
  }
  phase_ = Phase::over;
}

void BrowserCaller::turn_away() {
  say(write_refused({"draining", "The server is shutting down.", "Call again in a moment."}));
  socket_->close(WebSocketClose::try_again_later, "draining");
}

void BrowserCaller::take(const std::string& text) {
  if (phase_ == Phase::over || media_ == nullptr) return;
  const auto message = read_browser_message(text);
  if (const auto* played = std::get_if<PlayedMessage>(&message)) {
    if (!media_->played(played->generation, played->position)) media_->count_malformed();
  } else if (const auto* key = std::get_if<DigitMessage>(&message)) {
    if (!media_->press(key->digit)) media_->count_malformed();
  } else if (std::holds_alternative<HangUpMessage>(message)) {
    hang_up(CallEnd::caller_hung_up);
  } else if (std::holds_alternative<SecondHello>(message)) {
    on_fault(BrowserFault::bad_message, true);
  } else {
    media_->count_malformed();
  }
}

void BrowserCaller::hang_up(CallEnd reason) {
  gone_ = true;
  floor_->call().end(reason);
}

void BrowserCaller::on_fault(BrowserFault fault, bool hopeless) noexcept {
  auto why = parley::explain(fault);
  meters_
      .counter("parley_browser_faults_total", "What clients of the browser door did wrong, once a call and kind",
               {{"fault", why.code}, {"ended", hopeless ? "true" : "false"}})
      .add();
  if (!hopeless) return tell(write_notice(at(), why));
  if (fault_) return;
  floor_->log().warning("browser.fault", why.detail, {{"fault", why.code}});
  fault_ = std::move(why);
  hang_up(fault == BrowserFault::too_slow ? CallEnd::no_media : CallEnd::rejected);
}

std::chrono::milliseconds BrowserCaller::at() const {
  return std::chrono::duration_cast<std::chrono::milliseconds>(floor_->clock().now() - ready_at_);
}

// A client that broke the protocol is told so by the close code as well.
WebSocketClose BrowserCaller::close_code(std::uint16_t otherwise) const {
  if (!fault_) return static_cast<WebSocketClose>(otherwise);
  const bool message = fault_->code == "bad_message";
  return message ? WebSocketClose::protocol_error : WebSocketClose::policy;
}

}  // namespace parley
