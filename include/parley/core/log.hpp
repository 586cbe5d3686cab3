// SPDX-License-Identifier: Apache-2.0
// Structured log lines with their call, organization and turn. The sink is handed in; nothing here is global.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "parley/core/ids.hpp"

namespace parley {

enum class LogLevel { debug, info, warning, error };

struct LogField {
  std::string name;
  std::variant<std::string, std::int64_t, double, bool> value;

  LogField(std::string_view key, std::string_view text) : name(key), value(std::string(text)) {}
  LogField(std::string_view key, const std::string& text) : name(key), value(text) {}
  LogField(std::string_view key, const char* text) : name(key), value(std::string(text)) {}
  LogField(std::string_view key, bool truth) : name(key), value(truth) {}
  LogField(std::string_view key, double number) : name(key), value(number) {}
  template <class Integer>
  requires std::is_integral_v<Integer> &&(!std::is_same_v<Integer, bool>)LogField(std::string_view key, Integer number)
      : name(key), value(static_cast<std::int64_t>(number)) {}
};

struct LogLine {
  LogLevel level = LogLevel::info;
  std::string_view event;  // a short stable name: "call.ended"
  std::string_view message;
  const std::vector<LogField>* context = nullptr;
  const std::vector<LogField>* fields = nullptr;
};

class LogSink {
 public:
  virtual ~LogSink() = default;
  // Thread-safe; never blocks: when full the line is dropped and counted. Secrets are the writer's duty to leave out.
  virtual void write(const LogLine& line) noexcept = 0;
};

// A sink plus what every line from here says; cheap to copy at call set-up, not meant for the 20 ms path.
class Log {
 public:
  Log() = default;  // discards
  explicit Log(LogSink& sink) : sink_(&sink) {}

  Log with(LogField field) const {
    Log copy = *this;
    copy.context_.push_back(std::move(field));
    return copy;
  }

  void debug(std::string_view event, std::string_view message, std::vector<LogField> fields = {}) const {
    write(LogLevel::debug, event, message, fields);
  }
  void info(std::string_view event, std::string_view message, std::vector<LogField> fields = {}) const {
    write(LogLevel::info, event, message, fields);
  }
  void warning(std::string_view event, std::string_view message, std::vector<LogField> fields = {}) const {
    write(LogLevel::warning, event, message, fields);
  }
  void error(std::string_view event, std::string_view message, std::vector<LogField> fields = {}) const {
    write(LogLevel::error, event, message, fields);
  }

 private:
  void write(LogLevel level, std::string_view event, std::string_view message,
             const std::vector<LogField>& fields) const {
    if (sink_) sink_->write({level, event, message, &context_, &fields});
  }

  LogSink* sink_ = nullptr;
  std::vector<LogField> context_;
};

}  // namespace parley
