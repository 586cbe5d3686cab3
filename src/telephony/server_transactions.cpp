// SPDX-License-Identifier: Apache-2.0
#include "server_transactions.hpp"

#include <algorithm>

namespace parley::sip {
namespace {

constexpr std::string_view kMagicCookie = "z9hG4bK";

void append(std::string& key, std::string_view part) {
  key += part;
  key += '\n';
}

std::string key_of(const SipMessage& request) {
  const bool of_invite = request.method == "ACK" || request.method == "CANCEL";
  std::string key;
  key.reserve(96);
  if (request.via.branch.starts_with(kMagicCookie)) {
    append(key, request.via.branch);
    append(key, request.via.sent_by);
  } else {  // RFC 2543 peers (RFC 3261 §17.2.3)
    append(key, request.via.value);
    append(key, request.call_id);
    append(key, request.from_tag);
    append(key, std::to_string(request.cseq));
  }
  key += of_invite ? std::string_view("INVITE") : std::string_view(request.method);
  return key;
}

std::string merged_key_of(const SipMessage& request) {
  std::string key;
  append(key, request.call_id);
  append(key, request.from_tag);
  key += std::to_string(request.cseq);
  return key;
}

}  // namespace

ServerTransactions::ServerTransactions(SipTimings timings, std::size_t max_lingering)
    : timings_(timings), max_lingering_(max_lingering) {}

std::optional<TransactionId> ServerTransactions::find(const SipMessage& request) const {
  const auto found = by_key_.find(key_of(request));
  if (found == by_key_.end()) return std::nullopt;
  return found->second;
}

bool ServerTransactions::is_merged(const SipMessage& invite) const {
  return invite.to_tag.empty() && by_merged_key_.contains(merged_key_of(invite));
}

TransactionId ServerTransactions::open(const SipMessage& request, ReplyForm form, Target target) {
  const auto id = ++last_id_;
  Entry entry;
  entry.key = key_of(request);
  entry.target = std::move(target);
  entry.form = std::move(form);
  entry.invite = request.method == "INVITE";
  if (entry.invite && request.to_tag.empty()) {
    entry.merged_key = merged_key_of(request);
    by_merged_key_.emplace(entry.merged_key, id);
  }
  by_key_.emplace(entry.key, id);
  entries_.emplace(id, std::move(entry));
  return id;
}

std::optional<ServerTransactions::Sending> ServerTransactions::reply(TransactionId id, const Reply& reply,
                                                                     Instant now) {
  const auto found = entries_.find(id);
  if (found == entries_.end() || found->second.state != State::open) return std::nullopt;
  auto& entry = found->second;
  entry.bytes = entry.form.fill(reply);
  if (reply.status >= 200) {
    entry.form = {};
    entry.state = entry.invite && reply.status < 300 ? State::accepted : State::completed;
    if (entry.state == State::completed && entry.invite && entry.target.transport == SipTransport::udp) {
      entry.interval = timings_.t1;
      retransmissions_.add(now + entry.interval, id);
    }
    linger(id, now);
  }
  return Sending{&entry.target, &entry.bytes};
}

std::optional<ServerTransactions::Sending> ServerTransactions::repeat(TransactionId id) const {
  const auto found = entries_.find(id);
  if (found == entries_.end() || found->second.bytes.empty()) return std::nullopt;
  return Sending{&found->second.target, &found->second.bytes};
}

bool ServerTransactions::is_answered(TransactionId id) const {
  const auto found = entries_.find(id);
  return found == entries_.end() || found->second.state != State::open;
}

bool ServerTransactions::absorb_ack(const SipMessage& ack) {
  const auto id = find(ack);
  if (!id) return false;
  auto& entry = entries_.at(*id);
  if (entry.state == State::accepted || entry.state == State::open) return false;
  entry.state = State::confirmed;
  entry.bytes.clear();
  entry.bytes.shrink_to_fit();
  return true;
}

void ServerTransactions::acknowledge(TransactionId id) {
  const auto found = entries_.find(id);
  if (found == entries_.end()) return;
  found->second.bytes.clear();
  found->second.bytes.shrink_to_fit();
}

void ServerTransactions::abandon(TransactionId id) {
  if (!is_answered(id)) forget(id);
}

void ServerTransactions::on_time(Instant now, const std::function<void(const Sending&)>& send) {
  while (!lingering_.empty() && lingering_.front().first <= now) {
    forget(lingering_.front().second);
    lingering_.pop_front();
  }
  while (const auto due = retransmissions_.pop_due(now)) {
    const auto found = entries_.find(due->second);
    if (found == entries_.end() || found->second.state != State::completed) continue;
    auto& entry = found->second;
    send(Sending{&entry.target, &entry.bytes});
    entry.interval = std::min<Duration>(entry.interval * 2, timings_.t2);
    retransmissions_.add(now + entry.interval, due->second);
  }
}

std::optional<Instant> ServerTransactions::next_deadline() const {
  std::optional<Instant> first_end;
  if (!lingering_.empty()) first_end = lingering_.front().first;
  return earliest(first_end, retransmissions_.next());
}

void ServerTransactions::linger(TransactionId id, Instant now) {
  lingering_.emplace_back(now + timings_.timeout(), id);
  while (lingering_.size() > max_lingering_ && lingering_.size() > 1) {
    forget(lingering_.front().second);
    lingering_.pop_front();
  }
}

void ServerTransactions::forget(TransactionId id) {
  const auto found = entries_.find(id);
  if (found == entries_.end()) return;
  const auto merged = by_merged_key_.find(found->second.merged_key);
  if (merged != by_merged_key_.end() && merged->second == id) by_merged_key_.erase(merged);
  by_key_.erase(found->second.key);
  entries_.erase(found);
}

}  // namespace parley::sip
