// SPDX-License-Identifier: Apache-2.0
#include "redis_connection.hpp"

#include <utility>

#include "hiredis_events.hpp"
#include "redis_reply.hpp"

namespace parley {

RedisConnection::RedisConnection(const RedisAddress& address, const Executor& home, Clock& clock, Listener listener)
    : clock_(clock), listener_(std::move(listener)), last_heard_(clock.now()) {
  auto* context = address.path.empty() ? redisAsyncConnect(address.host.c_str(), address.port)
                                       : redisAsyncConnectUnix(address.path.c_str());
  if (!context) {
    ended_by_ = "out of memory";
    return;
  }
  if (context->err != 0) {
    ended_by_ = context->errstr;
    redisAsyncFree(context);
    return;
  }
  context_ = context;
  context_->data = this;
  auto when_gone = [this] { gone(); };
  attach_events(*context_, home, std::move(when_gone));
}

RedisConnection::~RedisConnection() {
  listener_ = {};
  if (context_) redisAsyncFree(context_);
}

bool RedisConnection::send(const RedisCommand& command, redisCallbackFn* on_reply) {
  if (!context_ || command.empty()) return false;
  std::vector<const char*> words;
  std::vector<std::size_t> sizes;
  for (const auto& word : command) {
    words.push_back(word.data());
    sizes.push_back(word.size());
  }
  const auto count = static_cast<int>(words.size());
  return redisAsyncCommandArgv(context_, on_reply, this, count, words.data(), sizes.data()) == REDIS_OK;
}

void RedisConnection::ask(const RedisCommand& command, Answer answer) {
  auto on_reply = [](redisAsyncContext* context, void* reply, void*) {
    static_cast<RedisConnection*>(context->data)->answered(static_cast<const redisReply*>(reply));
  };
  if (!send(command, on_reply)) {
    answer(Error{Fault::unavailable, "the connection has ended: " + ended_by_});
    return;
  }
  outstanding_.push_back({clock_.now(), std::move(answer)});
  if (outstanding_.size() == 1 && listener_.changed) listener_.changed();
}

void RedisConnection::subscribe(const std::string& channel) {
  auto on_message = [](redisAsyncContext* context, void* reply, void*) {
    static_cast<RedisConnection*>(context->data)->heard(static_cast<const redisReply*>(reply));
  };
  if (!send({"SUBSCRIBE", channel}, on_message)) return;
  outstanding_.push_back({clock_.now(), nullptr});
  if (outstanding_.size() == 1 && listener_.changed) listener_.changed();
}

void RedisConnection::answered(const redisReply* reply) {
  auto done = std::move(outstanding_.front());
  outstanding_.pop_front();
  if (reply) last_heard_ = clock_.now();
  if (!done.answer) return;
  if (reply) {
    done.answer(to_reply(*reply));
  } else {
    const std::string why = context_->err != 0 ? context_->errstr : "we closed the connection";
    done.answer(Error{Fault::unavailable, why});
  }
}

void RedisConnection::heard(const redisReply* reply) {
  // Three strings, or two and a number: "message" channel text, "subscribe" channel count.
  if (!reply || reply->type != REDIS_REPLY_ARRAY || reply->elements != 3) return;
  last_heard_ = clock_.now();
  const auto text = [reply](std::size_t place) {
    return std::string(reply->element[place]->str, reply->element[place]->len);
  };
  const auto kind = text(0);
  if (kind == "subscribe") {
    if (!outstanding_.empty()) outstanding_.pop_front();
    if (listener_.heard) listener_.heard(text(1), std::nullopt);
  } else if (kind == "message" && reply->element[2]->type == REDIS_REPLY_STRING) {
    if (listener_.heard) listener_.heard(text(1), text(2));
  }
}

void RedisConnection::gone() {
  ended_by_ = context_->err != 0 ? context_->errstr : "closed";
  context_ = nullptr;
  if (listener_.changed) listener_.changed();
}

void RedisConnection::fail_asked_until(Instant then) {
  for (auto& one : outstanding_) {
    if (one.asked > then) break;
    if (auto answer = std::exchange(one.answer, nullptr)) {
      answer(Error{Fault::timed_out, "Redis did not answer in time"});
    }
  }
}

std::optional<Instant> RedisConnection::oldest_awaited() const {
  for (const auto& one : outstanding_) {
    if (one.answer) return one.asked;
  }
  return std::nullopt;
}

}  // namespace parley
