// SPDX-License-Identifier: Apache-2.0
// Threads that turn streams' audio into words. Waking one neither allocates nor waits for a thread without priority.
#pragma once

#include <pthread.h>
#include <semaphore.h>

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace parley {

// A real-time loop that meets a normal-priority thread in here lends it its priority: the wait stays microseconds.
class InheritingMutex {
 public:
  InheritingMutex();
  ~InheritingMutex() { pthread_mutex_destroy(&mutex_); }
  InheritingMutex(const InheritingMutex&) = delete;
  InheritingMutex& operator=(const InheritingMutex&) = delete;
  void lock() { pthread_mutex_lock(&mutex_); }
  void unlock() { pthread_mutex_unlock(&mutex_); }

 private:
  pthread_mutex_t mutex_;
};

// Something that wants a thread now and then; never runs on two at once.
class PoolJob {
 public:
  virtual ~PoolJob() = default;

 protected:
  // A short piece of work; true when there is more. May not throw.
  virtual bool work() noexcept = 0;

 private:
  friend class DecodePool;
  enum class State { idle, queued, running, wanted };  // wanted: woken while running

  std::atomic<State> state_{State::idle};
  std::shared_ptr<PoolJob> next_;  // the queue owns its members through each other
};

class DecodePool {
 public:
  DecodePool(std::size_t threads, const std::string& name);
  ~DecodePool();  // after the pieces of work under way; queued jobs are let go
  DecodePool(const DecodePool&) = delete;
  DecodePool& operator=(const DecodePool&) = delete;

  // From any thread, without allocation.
  void wake(const std::shared_ptr<PoolJob>& job) noexcept;

 private:
  void run();
  void push(std::shared_ptr<PoolJob> job) noexcept;
  std::shared_ptr<PoolJob> pop() noexcept;

  InheritingMutex mutex_;
  std::shared_ptr<PoolJob> first_;
  PoolJob* last_ = nullptr;
  sem_t queued_;
  std::atomic<bool> stopping_{false};
  std::vector<std::thread> threads_;
};

}  // namespace parley
