// SPDX-License-Identifier: Apache-2.0
#include "parley/ops/json_log.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <future>
#include <sstream>
#include <streambuf>
#include <thread>

#include "support/manual_clock.hpp"

namespace parley {
namespace {

std::size_t lines_in(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

class JsonLogTest : public ::testing::Test {
 protected:
  asio::io_context loop_;
  test::ManualClock clock_{loop_};
};

TEST_F(JsonLogTest, WritesLinesAtOrAboveTheLevel) {
  std::ostringstream out;
  {
    const auto log = create_json_log(LogLevel::warning, out, clock_);
    const Log call = Log(*log).with({"call", "c1"});
    call.info("call.answered", "not wanted");
    call.error("call.lost", "wanted", {{"code", 7}});
  }
  EXPECT_EQ(
      out.str(),
      R"({"ts":"2026-11-23T15:00:00.000Z","level":"error","event":"call.lost","message":"wanted","call":"c1","code":7})"
      "\n");
}

TEST_F(JsonLogTest, LinesOfManyThreadsStayWhole) {
  std::ostringstream out;
  {
    const auto log = create_json_log(LogLevel::debug, out, clock_, 4096);
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([&] {
        for (int i = 0; i < 200; ++i) Log(*log).info("e", "m");
      });
    }
    for (auto& thread : threads) thread.join();
  }
  std::istringstream lines(out.str());
  std::size_t count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    EXPECT_TRUE(line.starts_with("{\"ts\"") && line.ends_with("}")) << line;
  }
  EXPECT_EQ(count, 800U);
}

// A pipe that nobody reads: the first write blocks until the test lets it go.
class StuckBuffer final : public std::stringbuf {
 public:
  explicit StuckBuffer(std::shared_future<void> released) : released_(std::move(released)) {}
  std::promise<void> reached;

 protected:
  std::streamsize xsputn(const char* text, std::streamsize length) override {
    if (!told_) reached.set_value();
    told_ = true;
    released_.wait();
    return std::stringbuf::xsputn(text, length);
  }

 private:
  std::shared_future<void> released_;
  bool told_ = false;
};

TEST_F(JsonLogTest, NobodyWaitsForAStuckReader) {
  std::promise<void> release;
  StuckBuffer buffer(release.get_future().share());
  std::ostream out(&buffer);
  {
    const auto log = create_json_log(LogLevel::debug, out, clock_, 16);
    Log(*log).info("first", "occupies the writer");
    buffer.reached.get_future().wait();
    for (int i = 0; i < 100; ++i) Log(*log).info("more", "queued or dropped");  // returns: that is the test
    EXPECT_EQ(log->dropped(), 84U);
    release.set_value();
  }
  EXPECT_EQ(lines_in(buffer.str()), 17U);
}

TEST(LogLevelNames, ReadBack) {
  for (const auto level : {LogLevel::debug, LogLevel::info, LogLevel::warning, LogLevel::error}) {
    EXPECT_EQ(parse_log_level(to_string(level)), level);
  }
  EXPECT_EQ(parse_log_level("INFO"), std::nullopt);
}

}  // namespace
}  // namespace parley
