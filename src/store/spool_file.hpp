// SPDX-License-Identifier: Apache-2.0
// The few things that the spool asks of the disk; each tells in words what failed.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "parley/core/result.hpp"

namespace parley::spool_file {

Error failed(std::string_view doing, const std::filesystem::path& path, int error_number);
// The whole of `bytes` behind `offset`; short writes are continued.
std::optional<Error> write_at(int file, std::string_view bytes, std::uint64_t offset,
                              const std::filesystem::path& path);
// Up to `bytes` from `offset` on; fewer at the end of the file.
Result<std::string> read_at(const std::filesystem::path& path, std::uint64_t offset, std::uint64_t bytes);
std::optional<Error> sync_directory(const std::filesystem::path& directory);
// By rename: readers see the old text or the new one.
std::optional<Error> replace_text(const std::filesystem::path& path, std::string_view text);

}  // namespace parley::spool_file
