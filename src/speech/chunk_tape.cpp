// SPDX-License-Identifier: Apache-2.0
#include "chunk_tape.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <utility>

namespace parley {

// Lives in the frame of one read, so that a reader that is cancelled or destroyed is never woken again.
class ChunkTape::Listening {
 public:
  Listening(ChunkTape& tape, const Executor& home) : tape_(tape), wakeup_(std::make_shared<detail::Wakeup>(home)) {
    std::scoped_lock lock(tape_.mutex_);
    place_ = tape_.listeners_.insert(tape_.listeners_.end(), Listener{home, wakeup_});
  }
  Listening(const Listening&) = delete;
  Listening& operator=(const Listening&) = delete;
  ~Listening() {
    std::scoped_lock lock(tape_.mutex_);
    tape_.listeners_.erase(place_);
  }
  Task<void> wait() { return wakeup_->wait(); }

 private:
  ChunkTape& tape_;
  // Owned here alone; shared so that a wake-up on its way, run on the same executor, can tell that we are gone.
  std::shared_ptr<detail::Wakeup> wakeup_;
  std::list<Listener>::iterator place_;
};

void ChunkTape::append(Chunk chunk) {
  std::scoped_lock lock(mutex_);
  if (ended_) return;
  chunks_.push_back(std::move(chunk));
  wake_all();
}

void ChunkTape::finish() { end(std::nullopt); }

void ChunkTape::fail(Error error) { end(std::move(error)); }

void ChunkTape::end(std::optional<Error> failure) {
  std::scoped_lock lock(mutex_);
  if (ended_) return;
  ended_ = true;
  failure_ = std::move(failure);
  wake_all();
}

void ChunkTape::wake_all() {
  for (const auto& listener : listeners_) {
    asio::post(listener.home, [wakeup = listener.wakeup] {
      if (auto waiting = wakeup.lock()) waiting->wake();
    });
  }
}

std::optional<Result<ChunkTape::Chunk>> ChunkTape::look(std::size_t index) const {
  std::scoped_lock lock(mutex_);
  if (index < chunks_.size()) return Result<Chunk>(chunks_[index]);
  if (!ended_) return std::nullopt;
  if (failure_) return Result<Chunk>(*failure_);
  return Result<Chunk>(Chunk());
}

std::vector<ChunkTape::Chunk> ChunkTape::chunks() const {
  std::scoped_lock lock(mutex_);
  return chunks_;
}

Task<Result<ChunkTape::Chunk>> ChunkTape::at(std::size_t index) {
  auto ready = look(index);
  if (ready) co_return std::move(*ready);
  auto home = co_await asio::this_coro::executor;
  Listening listening(*this, home);
  for (;;) {
    ready = look(index);
    if (ready) co_return std::move(*ready);
    co_await listening.wait();
  }
}

}  // namespace parley
