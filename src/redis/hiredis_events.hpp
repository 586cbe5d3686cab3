// SPDX-License-Identifier: Apache-2.0
// The event library that hiredis asks for, made of an Asio loop: hiredis says what it waits for on its socket, Asio
// says when it is there.
#pragma once

#include <hiredis/async.h>

#include <functional>

#include "parley/async/task.hpp"

namespace parley {

// Must be called once, before anything else is done with `context`. hiredis keeps the socket: it is only watched, and
// let go when the context ends. Everything happens on `home`, a single-threaded executor. `gone` is called when hiredis
// has failed everything that was outstanding and is about to free the context, for whatever reason.
void attach_events(redisAsyncContext& context, const Executor& home, std::function<void()> gone);

}  // namespace parley
