// SPDX-License-Identifier: Apache-2.0
// The file of scripts/fetch_encoder: header, table of sections, sections. Nothing of it is believed before it is
// checked.
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>

#include "parley/core/result.hpp"

namespace parley::encoder {

inline constexpr std::size_t kWeightHeaderBytes = 64;
inline constexpr std::size_t kWeightSectionBytes = 64;
inline constexpr std::size_t kWeightAlignment = 64;

// Name -> content, each on a multiple of kWeightAlignment from the start. Views into the bytes that were given.
using WeightSections = std::map<std::string, std::string_view, std::less<>>;

// Errors say what is wrong with the bytes, in words that follow "FILE ".
Result<WeightSections> read_weight_sections(std::string_view bytes);

// A file in memory as long as this lives.
class MappedFile {
 public:
  static Result<MappedFile> open(const std::filesystem::path& file);

  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&&) = delete;
  ~MappedFile();

  std::string_view bytes() const { return bytes_; }

 private:
  explicit MappedFile(std::string_view bytes) : bytes_(bytes) {}

  std::string_view bytes_;
};

}  // namespace parley::encoder
