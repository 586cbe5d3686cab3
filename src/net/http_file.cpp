// SPDX-License-Identifier: Apache-2.0
#include "http_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace parley {

Result<OpenedFile> OpenedFile::open(const std::string& path) {
  // O_NONBLOCK: opening a pipe that has no writer would wait for one.
  const int number = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (number < 0) {
    const auto fault = errno == ENOENT ? Fault::not_found : Fault::unavailable;
    return Error{fault, std::string("file cannot be opened: ") + std::strerror(errno)};
  }
  struct stat status {};
  if (::fstat(number, &status) != 0 || !S_ISREG(status.st_mode)) {
    ::close(number);
    return Error{Fault::not_found, "not a regular file"};
  }
  return OpenedFile(number, static_cast<std::uint64_t>(status.st_size));
}

OpenedFile::OpenedFile(OpenedFile&& other) noexcept : number_(std::exchange(other.number_, -1)), size_(other.size_) {}

OpenedFile::~OpenedFile() {
  if (number_ >= 0) ::close(number_);
}

std::size_t OpenedFile::read_at(std::uint64_t offset, std::span<char> place) const {
  const auto length = ::pread(number_, place.data(), place.size(), static_cast<off_t>(offset));
  return length > 0 ? static_cast<std::size_t>(length) : 0;
}

}  // namespace parley
