// SPDX-License-Identifier: Apache-2.0
#include "spool_aside.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "spool_file.hpp"
#include "spool_frame.hpp"

namespace parley {
namespace {

constexpr std::uint64_t kMost = 64ULL << 20U;

}  // namespace

Result<void> SpoolAside::add(const std::vector<SpoolEntry>& entries) {
  std::string bytes;
  for (const auto& entry : entries) append_frame(bytes, entry.type, entry.payload);
  const int file = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) return spool_file::failed("write", path_, errno);
  const auto end = lseek(file, 0, SEEK_END);
  std::optional<Error> problem;
  if (static_cast<std::uint64_t>(end) + bytes.size() > kMost) {
    problem = Error{Fault::exhausted, path_.string() + " is full"};
  } else {
    problem = spool_file::write_at(file, bytes, static_cast<std::uint64_t>(end), path_);
    if (!problem && fdatasync(file) != 0) problem = spool_file::failed("write", path_, errno);
  }
  ::close(file);
  if (!problem && end == 0) problem = spool_file::sync_directory(path_.parent_path());
  if (problem) return *problem;
  return {};
}

std::vector<SpoolEntry> SpoolAside::entries() const {
  std::vector<SpoolEntry> entries;
  std::error_code none;
  const auto size = std::filesystem::file_size(path_, none);
  if (none) return entries;
  const auto bytes = spool_file::read_at(path_, 0, size);
  if (!bytes) return entries;
  std::size_t at = 0;
  while (const auto frame = next_frame(*bytes, at)) {
    entries.push_back({frame->type, std::string(frame->payload), {}});
    at = frame->end;
  }
  return entries;
}

Result<void> SpoolAside::keep(const std::function<bool(const SpoolEntry&)>& wanted) {
  std::string bytes;
  for (const auto& entry : entries()) {
    if (wanted(entry)) append_frame(bytes, entry.type, entry.payload);
  }
  if (bytes.empty()) {
    if (::unlink(path_.c_str()) != 0 && errno != ENOENT) return spool_file::failed("delete", path_, errno);
    return {};
  }
  if (auto problem = spool_file::replace_text(path_, bytes)) return *problem;
  return {};
}

}  // namespace parley
