// SPDX-License-Identifier: Apache-2.0
#include "re_loop.hpp"

#include <re.h>
#define DEBUG_MODULE "parley"  // the header insists
#define DEBUG_LEVEL 0
#include <re_dbg.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <algorithm>
#include <mutex>

namespace parley::sip {
namespace {

// libre keeps a table by descriptor number; ours are small numbers only while RTP sockets do not take them first.
constexpr rlim_t kMostDescriptors = 65536;

int descriptor_table_size() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return 1024;
  return static_cast<int>(std::min(limit.rlim_cur, kMostDescriptors));
}

// Once a process: libre's random numbers, and its debug lines on stderr off.
void prepare_library() {
  static std::once_flag prepared;
  std::call_once(prepared, [] {
    dbg_init(DBG_CRIT, DBG_NONE);
    libre_init();
  });
}

void drain(int descriptor) {
  std::uint64_t count = 0;
  while (read(descriptor, &count, sizeof(count)) == static_cast<ssize_t>(sizeof(count))) {
  }
}

}  // namespace

ReLoop::ReLoop()
    : wake_descriptor_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)),
      timer_descriptor_(timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC)) {
  prepare_library();
}

ReLoop::~ReLoop() {
  if (wake_descriptor_ >= 0) close(wake_descriptor_);
  if (timer_descriptor_ >= 0) close(timer_descriptor_);
}

void ReLoop::wake() noexcept {
  const std::uint64_t one = 1;
  // Fails only when 2^64-2 wake-ups are unread, and then one is under way.
  [[maybe_unused]] const auto written = write(wake_descriptor_, &one, sizeof(one));
}

bool ReLoop::attach(Listener& listener) {
  listener_ = &listener;
  if (re_thread_init() != 0) return false;
  return wake_descriptor_ >= 0 && timer_descriptor_ >= 0 && fd_setsize(descriptor_table_size()) == 0 &&
         fd_listen(wake_descriptor_, FD_READ, wake_readable, this) == 0 &&
         fd_listen(timer_descriptor_, FD_READ, timer_readable, this) == 0;
}

void ReLoop::run() { re_main(nullptr); }

void ReLoop::stop() { re_cancel(); }

void ReLoop::detach() {
  fd_close(wake_descriptor_);
  fd_close(timer_descriptor_);
  fd_setsize(0);
  re_thread_close();
}

void ReLoop::arm(Instant when) {
  // steady_clock is CLOCK_MONOTONIC; a zero would disarm.
  const auto since = std::max<std::chrono::nanoseconds>(when.time_since_epoch(), std::chrono::nanoseconds{1});
  itimerspec spec{};
  spec.it_value.tv_sec = since.count() / 1'000'000'000;
  spec.it_value.tv_nsec = since.count() % 1'000'000'000;
  timerfd_settime(timer_descriptor_, TFD_TIMER_ABSTIME, &spec, nullptr);
}

void ReLoop::wake_readable(int, void* self) {
  auto* loop = static_cast<ReLoop*>(self);
  drain(loop->wake_descriptor_);
  loop->listener_->on_wake();
}

void ReLoop::timer_readable(int, void* self) {
  auto* loop = static_cast<ReLoop*>(self);
  drain(loop->timer_descriptor_);
  loop->listener_->on_timer();
}

}  // namespace parley::sip
