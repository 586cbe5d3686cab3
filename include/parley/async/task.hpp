// SPDX-License-Identifier: Apache-2.0
// The one spelling of a coroutine. House rule: a statement that awaits does nothing else (docs/adr/0005).
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <exception>

namespace parley {

namespace asio = boost::asio;

template <class T>
using Task = asio::awaitable<T>;
using Executor = asio::any_io_executor;

// True for operation_aborted travelling to its owner, also inside asio's multiple_exceptions.
bool is_cancellation(const std::exception_ptr& error) noexcept;

}  // namespace parley
