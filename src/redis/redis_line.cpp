// SPDX-License-Identifier: Apache-2.0
#include "redis_line.hpp"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <utility>

#include "parley/async/within.hpp"
#include "parley/redis/pending_answer.hpp"

namespace parley {
namespace {

// A connection that is not used is asked whether it still stands: a machine that went away says nothing by itself.
constexpr std::chrono::seconds kProbeAfter{5};
// For a connection to stand, in deadlines of a command: nobody waits for it, and a lost SYN is sent again after 1 s.
constexpr int kConnectDeadlines = 4;

using Resolved = Result<std::vector<std::string>>;

Task<Resolved> resolve(Executor home, std::string host) {
  auto answer = std::make_shared<PendingAnswer<Resolved>>(home);
  asio::ip::tcp::resolver resolver(home);
  auto done = [answer](const boost::system::error_code& error, const asio::ip::tcp::resolver::results_type& found) {
    if (error) {
      answer->give(Error{Fault::unavailable, error.message()});
      return;
    }
    std::vector<std::string> addresses;
    for (const auto& one : found) addresses.push_back(one.endpoint().address().to_string());
    answer->give(std::move(addresses));
  };
  resolver.async_resolve(host, "", std::move(done));
  auto waiting = PendingAnswer<Resolved>::wait(answer);
  co_return co_await std::move(waiting);
}

}  // namespace

RedisLine::RedisLine(RedisAddress address, LinkPolicy::Pauses pauses, Executor home, Clock& clock,
                     std::function<double()> random, Hooks hooks)
    : address_(std::move(address)),
      pauses_(pauses),
      home_(home),
      clock_(clock),
      random_(std::move(random)),
      hooks_(std::move(hooks)),
      policy_(pauses),
      wakeup_(home) {}

void RedisLine::wake() {
  woken_ = true;
  wakeup_.wake();
}

Task<void> RedisLine::until_woken() {
  while (!woken_) co_await wakeup_.wait();
}

Error RedisLine::unreachable(Fault fault, const std::string& why) const {
  return Error{fault, "Redis at " + describe(address_) + ": " + why};
}

Task<void> RedisLine::keep() {
  // When cancelled: whoever waits for an answer must hear that there will be none.
  struct LetGo {
    RedisLine& line;
    ~LetGo() {
      line.standing_ = false;
      line.connection_.reset();
    }
  };
  const LetGo at_the_end{*this};
  while (true) {
    auto opened = co_await open();
    Error why{Fault::unavailable, {}};
    if (opened) {
      policy_.stood_up(clock_.now());
      standing_ = true;
      hooks_.stood();
      why = co_await watch();
      standing_ = false;
    } else {
      why = opened.error();
    }
    connection_.reset();
    hooks_.ended(why);
    const auto pause = policy_.ended(clock_.now(), random_());
    co_await clock_.sleep_until(clock_.now() + pause);
  }
}

Task<Result<RedisAddress>> RedisLine::numeric() {
  auto address = address_;
  boost::system::error_code no_number;
  if (address.path.empty()) asio::ip::make_address(address.host, no_number);
  if (no_number) {
    auto found = co_await resolve(home_, address.host);
    if (!found) co_return found.error();
    if (found->empty()) co_return unreachable(Fault::unavailable, "the name has no address");
    address.host = (*found)[tries_++ % found->size()];  // a name may stand for several: each gets its try
  }
  co_return address;
}

Task<Result<void>> RedisLine::open() {
  const auto deadline = clock_.now() + pauses_.deadline * kConnectDeadlines;
  auto finding = numeric();
  auto address = co_await within(clock_, deadline, std::move(finding));
  if (!address) co_return unreachable(Fault::timed_out, "the name is not resolved in time");
  if (!*address) co_return unreachable(Fault::unavailable, address->error().message);
  RedisConnection::Listener listener;
  listener.changed = [this] { wake(); };
  listener.heard = hooks_.heard;
  connection_ = std::make_unique<RedisConnection>(**address, home_, clock_, std::move(listener));
  if (!connection_->alive()) co_return unreachable(Fault::unavailable, connection_->ended_by());
  auto introducing = introduce();
  auto introduced = co_await within(clock_, deadline, std::move(introducing));
  if (!introduced) co_return unreachable(Fault::timed_out, "it takes connections and does not answer");
  if (!*introduced) co_return unreachable(introduced->error().fault, introduced->error().message);
  co_return Result<void>();
}

// The first refusal counts; PING is asked because a hung server takes connections all the same.
Task<Result<RedisReply>> RedisLine::introduce() {
  auto answer = std::make_shared<PendingAnswer<Result<RedisReply>>>(home_);
  if (!address_.password.empty()) {
    RedisCommand command = {"AUTH", address_.password};
    if (!address_.user.empty()) command.insert(command.begin() + 1, address_.user);
    connection_->ask(command, [answer](const Result<RedisReply>& reply) {
      // The server's sentence may repeat what it was given; its first word does not.
      if (!reply) answer->give(Error{Fault::unavailable, "user or password is refused"});
    });
  }
  if (address_.database != 0) {
    connection_->ask({"SELECT", std::to_string(address_.database)}, [answer](const Result<RedisReply>& reply) {
      if (!reply) answer->give(reply.error());
    });
  }
  connection_->ask({"PING"}, [answer](Result<RedisReply> reply) { answer->give(std::move(reply)); });
  auto waiting = PendingAnswer<Result<RedisReply>>::wait(answer);
  co_return co_await std::move(waiting);
}

Task<Error> RedisLine::watch() {
  while (true) {
    woken_ = false;
    if (hooks_.awake) hooks_.awake();
    if (!connection_->alive()) co_return unreachable(Fault::unavailable, connection_->ended_by());
    const auto now = clock_.now();
    connection_->fail_asked_until(now - pauses_.deadline);
    auto look_again = connection_->last_heard() + kProbeAfter;
    if (connection_->outstanding() > 0) {
      const auto give_up = policy_.give_up_at(connection_->oldest_asked(), connection_->last_heard());
      if (now >= give_up) co_return unreachable(Fault::timed_out, "it does not answer");
      look_again = give_up;
      if (const auto awaited = connection_->oldest_awaited()) {
        look_again = std::min(look_again, *awaited + pauses_.deadline);
      }
    } else if (now >= look_again) {
      hooks_.probe();
      continue;
    }
    auto woken = until_woken();
    co_await within(clock_, look_again, std::move(woken));
  }
}

}  // namespace parley
