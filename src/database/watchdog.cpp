// SPDX-License-Identifier: Apache-2.0
#include "watchdog.hpp"

#include <pthread.h>
#include <sys/socket.h>

#include <algorithm>

namespace parley {

Watchdog::Watchdog(const Clock& clock) : clock_(clock), thread_([this] { run(); }) {
  pthread_setname_np(thread_.native_handle(), "database-dog");
}

Watchdog::~Watchdog() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  news_.notify_one();
  thread_.join();
}

void Watchdog::run() {
  std::unique_lock lock(mutex_);
  while (!ending_) {
    const auto now = clock_.now();
    wakes_at_ = Instant::max();
    for (auto* watch : watches_) {
      if (watch->cut_) continue;
      if (watch->deadline_ <= now) {
        watch->cut_ = true;
        shutdown(watch->socket_, SHUT_RDWR);
      } else {
        wakes_at_ = std::min(wakes_at_, watch->deadline_);
      }
    }
    if (wakes_at_ == Instant::max()) {
      news_.wait(lock);
    } else {
      news_.wait_until(lock, wakes_at_);
    }
  }
}

Watchdog::Watch::Watch(Watchdog& dog, int socket, Instant deadline) : dog_(dog), socket_(socket), deadline_(deadline) {
  const std::lock_guard lock(dog_.mutex_);
  dog_.watches_.push_back(this);
  if (deadline_ < dog_.wakes_at_) {
    dog_.wakes_at_ = deadline_;
    dog_.news_.notify_one();
  }
}

Watchdog::Watch::~Watch() {
  const std::lock_guard lock(dog_.mutex_);
  std::erase(dog_.watches_, this);
}

bool Watchdog::Watch::has_cut() const {
  const std::lock_guard lock(dog_.mutex_);
  return cut_;
}

}  // namespace parley
