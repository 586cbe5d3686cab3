// SPDX-License-Identifier: Apache-2.0
#include "weight_file.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "weight_bytes.hpp"

namespace parley::encoder {
namespace {

std::string refusal(std::string_view bytes) {
  const auto read = read_weight_sections(bytes);
  return read ? "" : read.error().message;
}

TEST(WeightFile, GivesItsSections) {
  const auto file = weight_file({{"one", "abc"}, {"empty", ""}, {"two", std::string(100, 'x')}});
  const auto read = read_weight_sections(file);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->size(), 3U);
  EXPECT_EQ(read->at("one"), "abc");
  EXPECT_EQ(read->at("empty"), "");
  EXPECT_EQ(read->at("two"), std::string(100, 'x'));
  EXPECT_EQ((read->at("two").data() - file.data()) % static_cast<std::ptrdiff_t>(kWeightAlignment), 0);
}

TEST(WeightFile, SaysWhatIsWrong) {
  const auto file = weight_file({{"one", "abc"}});
  const auto changed = [&](std::size_t at, char byte, bool signs = true) {
    auto other = file;
    other[at] = byte;
    if (signs) sign(other);
    return other;
  };
  EXPECT_EQ(refusal(""), "is too short to be a weight file");
  EXPECT_EQ(refusal(std::string(1000, 'x')), "is no weight file of Parley");
  EXPECT_EQ(refusal(changed(8, 2)), "has format 2, this version of Parley reads 1");
  EXPECT_EQ(refusal(file.substr(0, file.size() - 1)), "has 191 bytes and should have 192");
  EXPECT_EQ(refusal(file + "x"), "has 193 bytes and should have 192");
  EXPECT_EQ(refusal(changed(130, 'X', false)), "is damaged: its checksum does not fit its content");
  EXPECT_EQ(refusal(changed(12, 9)), "has a table of sections that cannot be right");
  EXPECT_EQ(refusal(changed(15, '\xff')), "has a table of sections that cannot be right");
}

TEST(WeightFile, BelievesNoPlaceOfASection) {
  const auto file = weight_file({{"one", "abc"}});
  for (const std::size_t at : {104, 105, 111, 112 + 1, 112 + 7}) {
    auto other = file;
    other[at] = static_cast<char>(0x81);
    sign(other);
    EXPECT_EQ(refusal(other), "has a section that lies outside it") << at;
  }
}

// Every byte that can be wrong, wrong in turn: refused or harmless, never read beyond the end (AddressSanitizer).
TEST(WeightFile, SurvivesAnyByte) {
  const auto file = weight_file({{"one", "abc"}, {"two", std::string(70, 'y')}});
  for (std::size_t at = 0; at < file.size(); ++at) {
    auto other = file;
    other[at] = static_cast<char>(other[at] ^ 0xff);
    if (at < 24 || at >= 56) {
      sign(other);
    }
    if (const auto read = read_weight_sections(other)) {
      for (const auto& [name, content] : *read) EXPECT_LE(content.data() + content.size(), other.data() + other.size());
    }
  }
}

TEST(WeightFile, IsMappedFromDisk) {
  const auto path = std::filesystem::path(testing::TempDir()) / "parley_weight_file_test";
  std::ofstream(path) << "hello";
  {
    auto mapped = MappedFile::open(path);
    ASSERT_TRUE(mapped);
    const auto moved = std::move(*mapped);
    EXPECT_EQ(moved.bytes(), "hello");
  }
  std::ofstream(path, std::ios::trunc).close();
  EXPECT_EQ(MappedFile::open(path).error().message, "is empty");
  std::filesystem::remove(path);
  EXPECT_EQ(MappedFile::open(path).error().message, "is missing");
  EXPECT_EQ(MappedFile::open(testing::TempDir()).error().message, "is no file");
}

}  // namespace
}  // namespace parley::encoder
