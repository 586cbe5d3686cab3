// SPDX-License-Identifier: Apache-2.0
#include "text_file.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace parley {

Result<std::string> read_text_file(const std::string& path, std::size_t limit) {
  std::error_code status_error;
  const auto status = std::filesystem::status(path, status_error);
  if (std::filesystem::is_directory(status)) return Error{Fault::invalid_input, "is a directory"};
  if (!std::filesystem::exists(status)) return Error{Fault::not_found, "no such file"};
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file) return Error{Fault::unavailable, std::string("cannot be read: ") + std::strerror(errno)};
  std::string text(limit + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (file.bad()) return Error{Fault::unavailable, std::string("cannot be read: ") + std::strerror(errno)};
  text.resize(static_cast<std::size_t>(file.gcount()));
  if (text.size() > limit) {
    return Error{Fault::exhausted, "larger than " + std::to_string(limit / 1024) + " KiB"};
  }
  return text;
}

}  // namespace parley
