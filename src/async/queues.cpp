// SPDX-License-Identifier: Apache-2.0
#include "parley/async/queues.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>

namespace parley::detail {

Task<void> Wakeup::wait() {
  boost::system::error_code ignored;
  co_await timer_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  // Both wake() and cancellation of the coroutine end the wait with operation_aborted: tell them apart.
  auto state = co_await asio::this_coro::cancellation_state;
  if (state.cancelled() != asio::cancellation_type::none) {
    throw boost::system::system_error(asio::error::operation_aborted);
  }
}

}  // namespace parley::detail
