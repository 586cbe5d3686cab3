// SPDX-License-Identifier: Apache-2.0
#include "weight_file.hpp"

#include <sys/mman.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <memory>
#include <utility>

#include "parley/core/sha256.hpp"

namespace parley::encoder {

namespace {

constexpr std::string_view kMagic = "PARLEYEN";
constexpr std::uint32_t kFormat = 1;
// Many times what there is; a table beyond it is no table.
constexpr std::uint32_t kMostSections = 1000;

template <class Number>
Number little_endian(std::string_view bytes, std::size_t at) {
  Number value{};
  for (std::size_t i = 0; i < sizeof(Number); ++i) {
    value |= static_cast<Number>(static_cast<unsigned char>(bytes[at + i])) << (8 * i);
  }
  return value;
}

Error wrong(std::string what) { return {Fault::unavailable, std::move(what)}; }

bool has_sum(std::string_view content, std::string_view sum) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  const auto hex = sha256_hex(content);
  for (std::size_t i = 0; i < sum.size(); ++i) {
    const auto byte = static_cast<unsigned char>(sum[i]);
    if (hex[2 * i] != kDigits[byte >> 4] || hex[2 * i + 1] != kDigits[byte & 15]) return false;
  }
  return true;
}

}  // namespace

Result<WeightSections> read_weight_sections(std::string_view bytes) {
  if (bytes.size() < kWeightHeaderBytes) return wrong("is too short to be a weight file");
  if (bytes.substr(0, kMagic.size()) != kMagic) return wrong("is no weight file of Parley");
  const auto format = little_endian<std::uint32_t>(bytes, 8);
  if (format != kFormat) {
    return wrong("has format " + std::to_string(format) + ", this version of Parley reads " + std::to_string(kFormat));
  }
  const auto count = little_endian<std::uint32_t>(bytes, 12);
  const auto size = little_endian<std::uint64_t>(bytes, 16);
  if (size != bytes.size()) {
    return wrong("has " + std::to_string(bytes.size()) + " bytes and should have " + std::to_string(size));
  }
  const auto table_end = kWeightHeaderBytes + count * kWeightSectionBytes;
  if (count > kMostSections || table_end > bytes.size()) return wrong("has a table of sections that cannot be right");
  if (!has_sum(bytes.substr(kWeightHeaderBytes), bytes.substr(24, 32))) {
    return wrong("is damaged: its checksum does not fit its content");
  }

  WeightSections sections;
  for (std::size_t i = 0; i < count; ++i) {
    const auto row = bytes.substr(kWeightHeaderBytes + i * kWeightSectionBytes, kWeightSectionBytes);
    const auto name = row.substr(0, 40);
    const auto offset = little_endian<std::uint64_t>(row, 40);
    const auto length = little_endian<std::uint64_t>(row, 48);
    if (offset < table_end || offset % kWeightAlignment != 0 || offset > bytes.size() ||
        length > bytes.size() - offset) {
      return wrong("has a section that lies outside it");
    }
    sections.emplace(name.substr(0, name.find('\0')), bytes.substr(offset, length));
  }
  return sections;
}

Result<MappedFile> MappedFile::open(const std::filesystem::path& file) {
  const auto close = [](std::FILE* opened) { std::fclose(opened); };
  const std::unique_ptr<std::FILE, decltype(close)> opened(std::fopen(file.c_str(), "re"), close);
  if (!opened) return wrong(errno == ENOENT ? "is missing" : "cannot be opened: " + std::string(std::strerror(errno)));
  struct stat about {};
  if (::fstat(::fileno(opened.get()), &about) != 0 || !S_ISREG(about.st_mode)) return wrong("is no file");
  if (about.st_size == 0) return wrong("is empty");
  const auto size = static_cast<std::size_t>(about.st_size);
  void* const start = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, ::fileno(opened.get()), 0);
  if (start == MAP_FAILED) return wrong("cannot be mapped: " + std::string(std::strerror(errno)));
  return MappedFile(std::string_view(static_cast<const char*>(start), size));
}

MappedFile::MappedFile(MappedFile&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}

MappedFile::~MappedFile() {
  if (!bytes_.empty()) ::munmap(const_cast<char*>(bytes_.data()), bytes_.size());
}

}  // namespace parley::encoder
