// SPDX-License-Identifier: Apache-2.0
#include "parley/ops/json_log.hpp"

#include <spdlog/async_logger.h>
#include <spdlog/details/thread_pool.h>
#include <spdlog/sinks/ostream_sink.h>

#include <ostream>

#include "json_line.hpp"

namespace parley {
namespace {

class SpdlogJsonLog final : public JsonLog {
 public:
  SpdlogJsonLog(LogLevel level, std::ostream& out, const Clock& clock, std::size_t queued_lines)
      : level_(level),
        clock_(clock),
        pool_(std::make_shared<spdlog::details::thread_pool>(queued_lines, 1)),
        logger_(std::make_shared<spdlog::async_logger>("parley",
                                                       std::make_shared<spdlog::sinks::ostream_sink_mt>(out, true),
                                                       pool_, spdlog::async_overflow_policy::overrun_oldest)) {
    logger_->set_pattern("%v");
    logger_->set_level(spdlog::level::trace);  // filtered here, before a line is rendered
    logger_->set_error_handler([](const std::string&) {});
  }

  void write(const LogLine& line) noexcept override {
    if (line.level < level_) return;
    try {
      logger_->log(spdlog::level::info, json_line(line, clock_.wall_now()));
    } catch (...) {
      // Out of memory: a lost line must not end a call.
      lost_.fetch_add(1, std::memory_order_relaxed);
    }
  }

  std::uint64_t dropped() const noexcept override {
    return pool_->overrun_counter() + lost_.load(std::memory_order_relaxed);
  }

 private:
  const LogLevel level_;
  const Clock& clock_;
  std::atomic<std::uint64_t> lost_{0};
  // Owners by spdlog's own design: the logger needs a weak reference to the pool and the pool's queue one to the
  // logger.
  std::shared_ptr<spdlog::details::thread_pool> pool_;
  std::shared_ptr<spdlog::async_logger> logger_;
};

}  // namespace

std::unique_ptr<JsonLog> create_json_log(LogLevel level, std::ostream& out, const Clock& clock,
                                         std::size_t queued_lines) {
  return std::make_unique<SpdlogJsonLog>(level, out, clock, queued_lines);
}

std::optional<LogLevel> parse_log_level(std::string_view name) {
  for (const auto level : {LogLevel::debug, LogLevel::info, LogLevel::warning, LogLevel::error}) {
    if (name == to_string(level)) return level;
  }
  return std::nullopt;
}

std::string_view to_string(LogLevel level) {
  switch (level) {
    case LogLevel::debug:
      return "debug";
    case LogLevel::info:
      return "info";
    case LogLevel::warning:
      return "warning";
    case LogLevel::error:
      return "error";
  }
  return "error";
}

}  // namespace parley
