// SPDX-License-Identifier: Apache-2.0
#include "transcript_box.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <thread>

#include "parley/async/task_group.hpp"

namespace parley {
namespace {

Transcript saying(const std::string& text, bool final) {
  Transcript transcript;
  transcript.text = text;
  transcript.final = final;
  return transcript;
}

// Everything that can be taken without waiting: "text" of a partial, "text." of a final, "!text" of a loss.
std::vector<std::string> taken(TranscriptBox& box, std::size_t most = 10) {
  std::vector<std::string> out;
  asio::io_context loop;
  TaskGroup group(loop.get_executor());
  auto take = [&]() -> Task<void> {
    while (out.size() < most) {
      auto next = co_await box.take();
      out.push_back(next ? next->text + (next->final ? "." : "") : "!" + next.error().message);
    }
  };
  group.start(take());
  loop.poll();
  group.stop();
  loop.restart();
  loop.poll();
  EXPECT_TRUE(group.idle());
  return out;
}

using Texts = std::vector<std::string>;

TEST(TranscriptBox, HoldsOnePartialAndEveryFinal) {
  TranscriptBox box;
  EXPECT_EQ(taken(box), Texts{});
  box.put(saying("are", false));
  box.put(saying("are you", false));
  EXPECT_EQ(taken(box), Texts{"are you"});
  box.put(saying("are you open", false));
  box.put(saying("are you open", true));
  box.put(saying("today", true));
  box.put(saying("thank", false));
  box.put(saying("thank you", false));
  EXPECT_EQ(taken(box), (Texts{"are you open.", "today.", "thank you"}));
  EXPECT_EQ(taken(box), Texts{});
}

TEST(TranscriptBox, TellsOfALossAfterWhatWaitsAndEverAfter) {
  TranscriptBox box;
  box.put(saying("goodbye", true));
  box.lose({Fault::unavailable, "deaf"});
  EXPECT_EQ(taken(box, 3), (Texts{"goodbye.", "!deaf", "!deaf"}));
  box.put(saying("still decoded", true));
  EXPECT_EQ(taken(box, 2), (Texts{"still decoded.", "!deaf"}));
}

TEST(TranscriptBox, WakesATakerFromAnyThread) {
  constexpr int kFinals = 500;
  TranscriptBox box;
  asio::io_context loop;
  Texts finals;
  auto take = [&]() -> Task<void> {
    for (;;) {
      auto next = co_await box.take();
      if (!next) break;
      if (next->final) finals.push_back(next->text);
    }
  };
  auto done = asio::co_spawn(loop, take(), asio::use_future);
  std::thread pool([&] {
    for (int i = 0; i < kFinals; ++i) {
      box.put(saying("partial", false));
      box.put(saying(std::to_string(i), true));
    }
    box.lose({Fault::closed, "over"});
  });
  loop.run();
  pool.join();
  EXPECT_NO_THROW(done.get());
  ASSERT_EQ(finals.size(), static_cast<std::size_t>(kFinals));
  for (int i = 0; i < kFinals; ++i) EXPECT_EQ(finals[static_cast<std::size_t>(i)], std::to_string(i));
}

TEST(TranscriptBox, LosesNothingToATakerThatWasCancelled) {
  TranscriptBox box;
  asio::io_context loop;
  TaskGroup group(loop.get_executor());
  bool cancelled = false;
  auto take = [&]() -> Task<void> {
    try {
      co_await box.take();
      ADD_FAILURE() << "nothing was put";
    } catch (...) {
      cancelled = is_cancellation(std::current_exception());
      throw;
    }
  };
  group.start(take());
  loop.poll();
  group.stop();
  box.put(saying("late", true));  // just before the taker hears that it was cancelled
  loop.restart();
  loop.poll();
  EXPECT_TRUE(cancelled);
  EXPECT_EQ(taken(box), Texts{"late."});
}

}  // namespace
}  // namespace parley
