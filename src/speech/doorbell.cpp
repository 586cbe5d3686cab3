// SPDX-License-Identifier: Apache-2.0
#include "doorbell.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <utility>

namespace parley {

struct Doorbell::Waiting {
  explicit Waiting(Executor executor)
      : home(executor), timer(std::make_shared<asio::steady_timer>(executor, asio::steady_timer::time_point::max())) {}

  Executor home;
  // Owned by this frame; a ring under way refers to it weakly and looks only on `home`.
  std::shared_ptr<asio::steady_timer> timer;
};

void Doorbell::ring() {
  std::scoped_lock lock(mutex_);
  rung_ = true;
  if (!waiting_) return;
  // Posted under the lock: while a coroutine waits its executor is alive, and it cannot stop waiting without the lock.
  asio::post(waiting_->home, [timer = std::weak_ptr(waiting_->timer)] {
    if (auto alive = timer.lock()) alive->cancel();
  });
  waiting_ = nullptr;
}

Task<void> Doorbell::wait() {
  auto home = co_await asio::this_coro::executor;
  Waiting waiting(home);
  struct Leave {
    Doorbell& bell;
    ~Leave() {
      std::scoped_lock lock(bell.mutex_);
      bell.waiting_ = nullptr;
    }
  };
  {
    std::scoped_lock lock(mutex_);
    if (std::exchange(rung_, false)) co_return;
    waiting_ = &waiting;
  }
  Leave leave{*this};
  boost::system::error_code ignored;
  co_await waiting.timer->async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  auto state = co_await asio::this_coro::cancellation_state;
  if (state.cancelled() != asio::cancellation_type::none) {
    throw boost::system::system_error(asio::error::operation_aborted);
  }
  std::scoped_lock lock(mutex_);
  rung_ = false;
}

}  // namespace parley
