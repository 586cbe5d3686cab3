// SPDX-License-Identifier: Apache-2.0
// One utterance as it is made: written by one thread at a time, read by any number of coroutines on their own
// executors.
#pragma once

#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "parley/async/queues.hpp"
#include "parley/async/task.hpp"
#include "parley/speech/synthesizer.hpp"

namespace parley {

class ChunkTape {
 public:
  // Owned by everyone who plays it and by the tape; immutable.
  using Chunk = std::shared_ptr<const SpokenChunk>;

  ChunkTape() = default;
  ChunkTape(const ChunkTape&) = delete;
  ChunkTape& operator=(const ChunkTape&) = delete;

  // From any thread; after finish() or fail() nothing changes any more.
  void append(Chunk chunk);
  void finish();
  void fail(Error error);

  // Waits for the chunk at `index`; nullptr behind the last. The tape outlives the await. Does not suspend when the
  // chunk is there.
  Task<Result<Chunk>> at(std::size_t index);
  std::vector<Chunk> chunks() const;

 private:
  struct Listener {
    Executor home;
    std::weak_ptr<detail::Wakeup> wakeup;
  };
  class Listening;

  std::optional<Result<Chunk>> look(std::size_t index) const;
  void end(std::optional<Error> failure);
  void wake_all();  // under the lock: a listener leaves under it too, so its executor is alive

  mutable std::mutex mutex_;
  std::vector<Chunk> chunks_;
  std::optional<Error> failure_;
  bool ended_ = false;
  std::list<Listener> listeners_;
};

}  // namespace parley
