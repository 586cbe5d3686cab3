// SPDX-License-Identifier: Apache-2.0
#include "parley/async/blocking_pool.hpp"

#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <thread>
#include <vector>

#include "parley/async/run_on.hpp"

namespace parley {

namespace {

constexpr int kLessUrgent = 10;  // nice value; at 19 a busy machine would hardly ever get to it

}  // namespace

struct BlockingPool::Threads {
  asio::io_context context;
  asio::executor_work_guard<asio::io_context::executor_type> work{context.get_executor()};
  std::vector<std::thread> threads;
};

BlockingPool::BlockingPool(std::size_t threads, const std::string& name, Priority priority)
    : threads_(std::make_unique<Threads>()) {
  for (std::size_t i = 0; i < threads; ++i) {
    threads_->threads.emplace_back([this, priority] {
      // Of this thread alone (setpriority(2), notes). Not SCHED_IDLE: on a busy machine it would never end.
      if (priority == Priority::background) ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), kLessUrgent);
      threads_->context.run();
    });
    const auto label = name.substr(0, 12) + "-" + std::to_string(i);
    pthread_setname_np(threads_->threads.back().native_handle(), label.substr(0, 15).c_str());
  }
}

BlockingPool::~BlockingPool() {
  threads_->work.reset();
  for (auto& thread : threads_->threads) thread.join();
}

void BlockingPool::post(std::function<void()> work) { asio::post(threads_->context, std::move(work)); }

Task<void> BlockingPool::run_to_end(std::function<void()> job) { co_await detail::run_to_end_on(executor(), job); }

Executor BlockingPool::executor() const { return threads_->context.get_executor(); }

}  // namespace parley
