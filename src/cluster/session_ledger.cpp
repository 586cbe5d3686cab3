// SPDX-License-Identifier: Apache-2.0
#include "session_ledger.hpp"

#include <algorithm>
#include <utility>

namespace parley {

void SessionLedger::runs(LiveSession session) {
  const auto id = session.call;
  const auto [place, is_new] = calls_.try_emplace(id);
  if (!is_new && place->second.session == session) return;
  if (!is_new) ++place->second.version;
  place->second.session = std::move(session);
}

void SessionLedger::ended(CallId call, Instant now) {
  const auto place = calls_.find(call);
  if (place == calls_.end()) return;
  if (place->second.offered) {
    place->second.session.fields.clear();
    ended_.push_back({std::move(place->second.session), now});
  }
  calls_.erase(place);
}

void SessionLedger::forgotten() {
  for (auto& [id, call] : calls_) call.told_version = 0;
}

std::optional<SessionLedger::Step> SessionLedger::next(Instant now) {
  // What nobody took back in time has gone by itself.
  while (!ended_.empty() && now - ended_.front().since >= kSessionLives) ended_.pop_front();
  if (!ended_.empty()) return Step{Step::Kind::take_back, ended_.front().session, 0};
  Call* oldest = nullptr;
  for (auto& [id, call] : calls_) {
    if (call.told_version != call.version) {
      call.offered = true;
      return Step{Step::Kind::tell, call.session, call.version};
    }
    if (!oldest || call.told_at < oldest->told_at) oldest = &call;
  }
  if (!oldest || now - oldest->told_at < kSessionRefresh) return std::nullopt;
  return Step{Step::Kind::tell, oldest->session, oldest->version};
}

void SessionLedger::done(const Step& step, Instant now) {
  if (step.kind == Step::Kind::take_back) {
    std::erase_if(ended_, [&](const Ended& one) { return one.session.call == step.session.call; });
    return;
  }
  const auto place = calls_.find(step.session.call);
  if (place == calls_.end()) return;
  place->second.told_version = step.version;
  place->second.told_at = now;
}

std::optional<Instant> SessionLedger::due() const {
  std::optional<Instant> first;
  for (const auto& [id, call] : calls_) {
    const auto when = call.told_at + kSessionRefresh;
    if (!first || when < *first) first = when;
  }
  return first;
}

std::size_t SessionLedger::untold() const {
  return static_cast<std::size_t>(std::count_if(
      calls_.begin(), calls_.end(), [](const auto& one) { return one.second.told_version != one.second.version; }));
}

}  // namespace parley
