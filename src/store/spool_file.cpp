// SPDX-License-Identifier: Apache-2.0
#include "spool_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <system_error>

namespace parley::spool_file {

Error failed(std::string_view doing, const std::filesystem::path& path, int error_number) {
  const auto why = std::generic_category().message(error_number);
  return Error{Fault::unavailable, "cannot " + std::string(doing) + " " + path.string() + ": " + why};
}

std::optional<Error> write_at(int file, std::string_view bytes, std::uint64_t offset,
                              const std::filesystem::path& path) {
  while (!bytes.empty()) {
    const auto written = pwrite(file, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return failed("write", path, written == 0 ? ENOSPC : errno);
    bytes.remove_prefix(static_cast<std::size_t>(written));
    offset += static_cast<std::uint64_t>(written);
  }
  return std::nullopt;
}

Result<std::string> read_at(const std::filesystem::path& path, std::uint64_t offset, std::uint64_t bytes) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return failed("open", path, errno);
  std::string text(bytes, '\0');
  std::size_t filled = 0;
  int error_number = 0;
  while (filled < text.size()) {
    const auto got = pread(file, text.data() + filled, text.size() - filled, static_cast<off_t>(offset + filled));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) error_number = errno;
    if (got <= 0) break;
    filled += static_cast<std::size_t>(got);
  }
  ::close(file);
  if (error_number != 0) return failed("read", path, error_number);
  text.resize(filled);
  return text;
}

std::optional<Error> sync_directory(const std::filesystem::path& directory) {
  const int file = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0) return failed("open", directory, errno);
  const int error_number = fsync(file) == 0 ? 0 : errno;
  ::close(file);
  if (error_number != 0) return failed("write", directory, error_number);
  return std::nullopt;
}

std::optional<Error> replace_text(const std::filesystem::path& path, std::string_view text) {
  const auto draft = path.string() + ".new";
  const int file = ::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return failed("write", draft, errno);
  auto error = write_at(file, text, 0, draft);
  ::close(file);
  if (error) return error;
  if (std::rename(draft.c_str(), path.c_str()) != 0) return failed("replace", path, errno);
  return std::nullopt;
}

}  // namespace parley::spool_file
