// SPDX-License-Identifier: Apache-2.0
#include "hiredis_events.hpp"

#include <pthread.h>
#include <signal.h>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <memory>
#include <utility>

namespace parley {
namespace {

// hiredis 0.14 writes with write(2): a connection that the server has closed would end the process by SIGPIPE.
// Drop this when the oldest supported hiredis sends with MSG_NOSIGNAL.
class NoBrokenPipe {
 public:
  NoBrokenPipe() {
    sigemptyset(&broken_pipe_);
    sigaddset(&broken_pipe_, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &broken_pipe_, &before_);
  }
  NoBrokenPipe(const NoBrokenPipe&) = delete;
  NoBrokenPipe& operator=(const NoBrokenPipe&) = delete;
  ~NoBrokenPipe() {
    if (sigismember(&before_, SIGPIPE) == 0) {
      const timespec at_once{};
      sigtimedwait(&broken_pipe_, nullptr, &at_once);  // the signal of a write goes to the thread that wrote
    }
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }

 private:
  sigset_t broken_pipe_{};
  sigset_t before_{};
};

struct Watch {
  Watch(redisAsyncContext& of, const Executor& home, std::function<void()> when_gone)
      : context(&of), descriptor(home, of.c.fd), gone(std::move(when_gone)) {}

  redisAsyncContext* context;  // null when hiredis has let it go
  asio::posix::stream_descriptor descriptor;
  std::function<void()> gone;
  bool wants_read = false;
  bool wants_write = false;
  bool reading = false;  // a wait is under way
  bool writing = false;
};

// Owners: the context until its clean-up, and the waits that are under way.
using SharedWatch = std::shared_ptr<Watch>;

void wait_to_read(const SharedWatch& watch);
void wait_to_write(const SharedWatch& watch);

void readable(const SharedWatch& watch, const boost::system::error_code& error) {
  watch->reading = false;
  if (error || !watch->context || !watch->wants_read) return;
  redisAsyncHandleRead(watch->context);  // may end the context
  wait_to_read(watch);
}

void writable(const SharedWatch& watch, const boost::system::error_code& error) {
  watch->writing = false;
  if (error || !watch->context || !watch->wants_write) return;
  {
    const NoBrokenPipe quiet;
    redisAsyncHandleWrite(watch->context);  // may end the context
  }
  wait_to_write(watch);
}

void wait_to_read(const SharedWatch& watch) {
  if (!watch->context || !watch->wants_read || watch->reading) return;
  watch->reading = true;
  watch->descriptor.async_wait(asio::posix::stream_descriptor::wait_read,
                               [watch](const boost::system::error_code& error) { readable(watch, error); });
}

void wait_to_write(const SharedWatch& watch) {
  if (!watch->context || !watch->wants_write || watch->writing) return;
  watch->writing = true;
  watch->descriptor.async_wait(asio::posix::stream_descriptor::wait_write,
                               [watch](const boost::system::error_code& error) { writable(watch, error); });
}

SharedWatch& watch_of(void* given) { return *static_cast<SharedWatch*>(given); }

void add_read(void* given) {
  watch_of(given)->wants_read = true;
  wait_to_read(watch_of(given));
}
void del_read(void* given) { watch_of(given)->wants_read = false; }
void add_write(void* given) {
  watch_of(given)->wants_write = true;
  wait_to_write(watch_of(given));
}
void del_write(void* given) { watch_of(given)->wants_write = false; }
// hiredis closes the socket after this.
void clean_up(void* given) {
  const std::unique_ptr<SharedWatch> owned(static_cast<SharedWatch*>(given));
  Watch& watch = **owned;
  watch.context = nullptr;
  watch.descriptor.release();
  watch.gone();
}

}  // namespace

void attach_events(redisAsyncContext& context, const Executor& home, std::function<void()> gone) {
  auto owned = std::make_unique<SharedWatch>(std::make_shared<Watch>(context, home, std::move(gone)));
  context.ev.addRead = add_read;
  context.ev.delRead = del_read;
  context.ev.addWrite = add_write;
  context.ev.delWrite = del_write;
  context.ev.cleanup = clean_up;
  context.ev.data = owned.release();
}

}  // namespace parley
