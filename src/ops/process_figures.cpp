// SPDX-License-Identifier: Apache-2.0
#include "process_figures.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

namespace parley {
namespace {

std::string read_all(const char* path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

double boot_time() {
  std::istringstream lines(read_all("/proc/stat"));
  for (std::string word; lines >> word;) {
    double value = 0;
    if (word == "btime" && lines >> value) return value;
  }
  return 0;
}

double open_files() {
  std::error_code error;
  double count = 0;
  for (std::filesystem::directory_iterator entry("/proc/self/fd", error), end; !error && entry != end;
       entry.increment(error)) {
    ++count;
  }
  return count;
}

}  // namespace

std::optional<ProcessFigures> parse_process_stat(std::string_view stat, double boot, double ticks_a_second,
                                                 double page_bytes) {
  // The name of the program, in parentheses, may hold spaces and parentheses: count fields after the last one.
  const auto name_end = stat.rfind(')');
  if (name_end == std::string_view::npos) return std::nullopt;
  std::istringstream fields{std::string(stat.substr(name_end + 1))};
  constexpr std::size_t kFirst = 3;  // proc(5) counts from 1; `state` is the third
  std::array<double, 25> value{};
  std::string state;
  if (!(fields >> state)) return std::nullopt;
  for (std::size_t i = kFirst + 1; i < value.size(); ++i) {
    if (!(fields >> value[i])) return std::nullopt;
  }
  ProcessFigures figures;
  figures.cpu_seconds = (value[14] + value[15]) / ticks_a_second;
  figures.threads = value[20];
  figures.start_time_seconds = boot + value[22] / ticks_a_second;
  figures.virtual_bytes = value[23];
  figures.resident_bytes = value[24] * page_bytes;
  return figures;
}

std::optional<ProcessFigures> read_process_figures() {
  auto figures = parse_process_stat(read_all("/proc/self/stat"), boot_time(), static_cast<double>(sysconf(_SC_CLK_TCK)),
                                    static_cast<double>(sysconf(_SC_PAGESIZE)));
  if (!figures) return std::nullopt;
  figures->open_files = open_files();
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) == 0) figures->most_files = static_cast<double>(limit.rlim_cur);
  return figures;
}

}  // namespace parley
