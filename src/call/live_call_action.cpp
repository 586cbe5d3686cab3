// SPDX-License-Identifier: Apache-2.0
// What operators do to a LiveCall while it runs.
#include <utility>

#include "live_call.hpp"

namespace parley {
namespace {

constexpr std::size_t kAnnouncements = 4;
constexpr std::size_t kLongestAnnouncement = 2000;

}  // namespace

Result<void> LiveCall::act(const CallAction& action) {
  if (!loops_ || end_ || saying_goodbye_) return Error{Fault::closed, "the call is about to end"};
  if (const auto* say = std::get_if<SayAction>(&action)) return announce_later(say->text);
  if (const auto* keys = std::get_if<SendDigitsAction>(&action)) {
    if (media_->send_digits(keys->digits)) return {};
    return Error{Fault::unsupported,
                 "the line takes no keys: they are 0-9, *, # and A-D, at most 64, on calls by SIP whose peer offered "
                 "telephone-event"};
  }
  if (std::get<EndAction>(action).farewell) {
    say_goodbye(CallEnd::agent_finished);
  } else {
    end(CallEnd::agent_finished);
  }
  return {};
}

Result<void> LiveCall::announce_later(const std::string& text) {
  if (text.find_first_not_of(" \t\r\n") == std::string::npos) return Error{Fault::invalid_input, "there is no text"};
  if (text.size() > kLongestAnnouncement) {
    return Error{Fault::invalid_input, "the text is longer than 2000 bytes; say it in parts"};
  }
  if (announcements_.size() >= kAnnouncements) {
    return Error{Fault::exhausted, "four announcements wait to be said already"};
  }
  announcements_.push_back(text);
  tell(TimePassed{ports_.clock.now()});
  return {};
}

// As soon as neither side talks.
void LiveCall::announce() {
  if (announcements_.empty() || saying_goodbye_ || !turns_.idle()) return;
  Request request;
  request.turn = turns_.open_agent_turn();
  request.announcement = std::move(announcements_.front());
  announcements_.pop_front();
  show(AgentActivity::thinking);
  if (!requests_.offer(std::move(request))) end(CallEnd::bug);
}

}  // namespace parley
