// SPDX-License-Identifier: Apache-2.0
#include "session_listeners.hpp"

#include <boost/asio/post.hpp>
#include <utility>

namespace parley::sip {
namespace {

constexpr std::size_t kMaxUnheardEnds = 4096;

template <class... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};
template <class... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

void deliver(SipSessionListener& listener, const SessionEvent& event) {
  std::visit(Overloaded{
                 [&](const Answered& answered) { listener.on_answered(answered.audio); },
                 [&](const Established& established) { listener.on_established(established.audio); },
                 [&](const AudioChanged& changed) { listener.on_audio_changed(changed.audio); },
                 [&](const Closed& closed) { listener.on_closed(closed.reason); },
             },
             event);
}

bool is_end(const SessionEvent& event) { return std::holds_alternative<Closed>(event); }

}  // namespace

SessionListeners::SessionListeners() : registry_(std::make_shared<Registry>()) {}

void SessionListeners::opened(SipSessionId session) {
  const std::scoped_lock lock(registry_->mutex);
  registry_->entries.try_emplace(session);
}

void SessionListeners::discarded(SipSessionId session) {
  const std::scoped_lock lock(registry_->mutex);
  registry_->entries.erase(session);
}

void SessionListeners::tell(SipSessionId session, const SessionEvent& event) {
  const std::scoped_lock lock(registry_->mutex);
  const auto found = registry_->entries.find(session);
  if (found == registry_->entries.end()) return;
  auto& entry = found->second;
  if (entry.subscription) {
    post(registry_, session, entry.subscription, event);
    return;
  }
  if (entry.deaf) {
    if (is_end(event)) registry_->entries.erase(found);
    return;
  }
  entry.unheard.push_back(event);
  if (!is_end(event)) return;
  auto& ends = registry_->unheard_ends;
  ends.push_back(session);
  if (ends.size() <= kMaxUnheardEnds) return;
  const auto oldest = registry_->entries.find(ends.front());
  if (oldest != registry_->entries.end() && !oldest->second.subscription) registry_->entries.erase(oldest);
  ends.pop_front();
}

void SessionListeners::listen(SipSessionId session, Executor home, SipSessionListener& listener) {
  auto subscription = std::make_shared<Subscription>(Subscription{std::move(home), &listener});
  const std::scoped_lock lock(registry_->mutex);
  const auto [place, gone] = registry_->entries.try_emplace(session);
  auto& entry = place->second;
  entry.subscription = subscription;
  entry.deaf = false;
  if (gone) entry.unheard.emplace_back(Closed{SipClosed::transport_lost});
  for (const auto& event : std::exchange(entry.unheard, {})) post(registry_, session, subscription, event);
}

void SessionListeners::stop_listening(SipSessionId session) {
  const std::scoped_lock lock(registry_->mutex);
  const auto found = registry_->entries.find(session);
  if (found == registry_->entries.end()) return;
  if (found->second.subscription) found->second.subscription->listener = nullptr;
  found->second.subscription.reset();
  found->second.deaf = true;
}

void SessionListeners::post(const std::shared_ptr<Registry>& registry, SipSessionId session,
                            const std::shared_ptr<Subscription>& subscription, const SessionEvent& event) {
  asio::post(subscription->home, [registry, session, subscription, event] {
    if (is_end(event)) {  // also when nobody listens any more: nothing comes after it
      const std::scoped_lock lock(registry->mutex);
      registry->entries.erase(session);
    }
    if (subscription->listener) deliver(*subscription->listener, event);
  });
}

}  // namespace parley::sip
