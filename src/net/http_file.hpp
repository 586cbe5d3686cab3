// SPDX-License-Identifier: Apache-2.0
// A file that is being sent. The length is taken once: a recording may grow meanwhile.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "parley/core/result.hpp"

namespace parley {

class OpenedFile {
 public:
  // Regular files only.
  static Result<OpenedFile> open(const std::string& path);
  OpenedFile(OpenedFile&& other) noexcept;
  OpenedFile& operator=(OpenedFile&&) = delete;
  ~OpenedFile();

  std::uint64_t size() const { return size_; }
  // How many bytes were read; 0 at the end or on an error.
  std::size_t read_at(std::uint64_t offset, std::span<char> place) const;

 private:
  OpenedFile(int number, std::uint64_t size) : number_(number), size_(size) {}

  int number_;
  std::uint64_t size_;
};

}  // namespace parley
