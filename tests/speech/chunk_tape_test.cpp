// SPDX-License-Identifier: Apache-2.0
#include "chunk_tape.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <future>
#include <thread>

#include "parley/async/task_group.hpp"

namespace parley {
namespace {

ChunkTape::Chunk chunk_of(std::int16_t sample) {
  auto chunk = std::make_shared<SpokenChunk>();
  chunk->samples.push_back(sample);
  return chunk;
}

Task<void> read_all(ChunkTape& tape, std::vector<std::int16_t>& heard) {
  for (std::size_t i = 0;; ++i) {
    auto chunk = co_await tape.at(i);
    if (!chunk) heard.push_back(-1);
    if (!chunk || !*chunk) co_return;
    heard.push_back((*chunk)->samples.front());
  }
}

TEST(ChunkTape, GivesWhatIsThereWithoutSuspending) {
  ChunkTape tape;
  tape.append(chunk_of(1));
  tape.append(chunk_of(2));
  tape.finish();
  tape.append(chunk_of(3));  // too late
  asio::io_context loop;
  std::vector<std::int16_t> heard;
  auto done = asio::co_spawn(loop, read_all(tape, heard), asio::use_future);
  loop.run_one();
  EXPECT_EQ(heard, (std::vector<std::int16_t>{1, 2}));
}

TEST(ChunkTape, WakesReadersOnTheirOwnThreads) {
  ChunkTape tape;
  std::vector<std::vector<std::int16_t>> heard(3);
  std::vector<std::thread> readers;
  for (auto& mine : heard) {
    readers.emplace_back([&tape, &mine] {
      asio::io_context loop;
      auto done = asio::co_spawn(loop, read_all(tape, mine), asio::use_future);
      loop.run();
    });
  }
  std::vector<std::int16_t> written;
  for (std::int16_t i = 0; i < 200; ++i) {
    tape.append(chunk_of(i));
    written.push_back(i);
  }
  tape.fail({Fault::unavailable, "torn"});
  written.push_back(-1);
  for (auto& reader : readers) reader.join();
  for (const auto& mine : heard) EXPECT_EQ(mine, written);
}

TEST(ChunkTape, ForgetsAReaderThatWasCancelled) {
  ChunkTape tape;
  std::vector<std::int16_t> heard;
  {
    asio::io_context loop;
    TaskGroup group(loop.get_executor());
    group.start(read_all(tape, heard));
    loop.poll();
    group.stop();
    loop.restart();
    loop.poll();
    EXPECT_TRUE(group.idle());
  }
  tape.append(chunk_of(1));  // its loop is gone
  EXPECT_TRUE(heard.empty());
}

TEST(ChunkTape, ForgetsAReaderWhoseLoopWasDestroyed) {
  ChunkTape tape;
  std::vector<std::int16_t> heard;
  {
    asio::io_context loop;
    auto done = asio::co_spawn(loop, read_all(tape, heard), asio::use_future);
    loop.poll();
    tape.append(chunk_of(1));  // a wake-up is on its way that nobody will run
  }
  tape.append(chunk_of(2));
  EXPECT_TRUE(heard.empty());
}

}  // namespace
}  // namespace parley
