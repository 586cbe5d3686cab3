// SPDX-License-Identifier: Apache-2.0
// What Linux says about this process (proc(5)).
#pragma once

#include <optional>
#include <string_view>

namespace parley {

struct ProcessFigures {
  double cpu_seconds = 0;
  double start_time_seconds = 0;  // Unix time
  double resident_bytes = 0;
  double virtual_bytes = 0;
  double open_files = 0;
  double most_files = 0;
  double threads = 0;
};

// `stat`: text of /proc/self/stat; `boot_time`: btime of /proc/stat. Files are counted by the reader.
std::optional<ProcessFigures> parse_process_stat(std::string_view stat, double boot_time, double ticks_a_second,
                                                 double page_bytes);

// nullopt where /proc is not readable.
std::optional<ProcessFigures> read_process_figures();

}  // namespace parley
