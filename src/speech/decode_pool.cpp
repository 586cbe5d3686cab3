// SPDX-License-Identifier: Apache-2.0
#include "decode_pool.hpp"

#include <sched.h>

#include <mutex>
#include <utility>

namespace parley {

InheritingMutex::InheritingMutex() {
  pthread_mutexattr_t attributes;
  pthread_mutexattr_init(&attributes);
  pthread_mutexattr_setprotocol(&attributes, PTHREAD_PRIO_INHERIT);
  pthread_mutex_init(&mutex_, &attributes);
  pthread_mutexattr_destroy(&attributes);
}

DecodePool::DecodePool(std::size_t threads, const std::string& name) {
  sem_init(&queued_, 0, 0);
  for (std::size_t i = 0; i < threads; ++i) {
    threads_.emplace_back([this] { run(); });
    const auto label = (name.substr(0, 12) + '-' + std::to_string(i)).substr(0, 15);
    pthread_setname_np(threads_.back().native_handle(), label.c_str());
    // A pool started from a real-time thread must not take over its scheduling.
    sched_param ordinary{};
    pthread_setschedparam(threads_.back().native_handle(), SCHED_OTHER, &ordinary);
  }
}

DecodePool::~DecodePool() {
  stopping_ = true;
  for (std::size_t i = 0; i < threads_.size(); ++i) sem_post(&queued_);
  for (auto& thread : threads_) thread.join();
  // One by one: a chain of owners would be destroyed recursively.
  while (pop()) {
  }
  sem_destroy(&queued_);
}

void DecodePool::wake(const std::shared_ptr<PoolJob>& job) noexcept {
  auto state = job->state_.load();
  for (;;) {
    if (state == PoolJob::State::queued || state == PoolJob::State::wanted) return;
    const auto target = state == PoolJob::State::idle ? PoolJob::State::queued : PoolJob::State::wanted;
    if (job->state_.compare_exchange_weak(state, target)) {
      if (target == PoolJob::State::queued) push(job);
      return;
    }
  }
}

void DecodePool::push(std::shared_ptr<PoolJob> job) noexcept {
  {
    std::scoped_lock lock(mutex_);
    auto* raw = job.get();
    (last_ ? last_->next_ : first_) = std::move(job);
    last_ = raw;
  }
  sem_post(&queued_);
}

std::shared_ptr<PoolJob> DecodePool::pop() noexcept {
  std::scoped_lock lock(mutex_);
  auto job = std::move(first_);
  if (!job) return job;
  first_ = std::move(job->next_);
  if (!first_) last_ = nullptr;
  return job;
}

void DecodePool::run() {
  for (;;) {
    while (sem_wait(&queued_) != 0) {
    }
    if (stopping_) return;
    auto job = pop();
    if (!job) continue;
    job->state_ = PoolJob::State::running;
    const bool more = job->work();
    auto running = PoolJob::State::running;
    if (!more && job->state_.compare_exchange_strong(running, PoolJob::State::idle)) continue;
    job->state_ = PoolJob::State::queued;
    push(std::move(job));
  }
}

}  // namespace parley
