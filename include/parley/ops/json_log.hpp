// SPDX-License-Identifier: Apache-2.0
// One JSON object a line, written by a thread of its own. Nobody waits for a slow disk or pipe: lines are dropped and
// counted instead.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string_view>

#include "parley/async/clock.hpp"
#include "parley/core/log.hpp"

namespace parley {

class JsonLog : public LogSink {
 public:
  // Lines that were lost because the queue was full.
  virtual std::uint64_t dropped() const noexcept = 0;
};

// Lines below `level` are discarded. `out` and `clock` must outlive the log; its destructor writes what is queued.
std::unique_ptr<JsonLog> create_json_log(LogLevel level, std::ostream& out, const Clock& clock,
                                         std::size_t queued_lines = 8192);

// "debug", "info", "warning", "error"; nullopt for anything else.
std::optional<LogLevel> parse_log_level(std::string_view name);
std::string_view to_string(LogLevel level);

}  // namespace parley
