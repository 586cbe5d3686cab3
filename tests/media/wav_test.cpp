// SPDX-License-Identifier: Apache-2.0
#include "parley/media/wav.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "parley/media/g711.hpp"

namespace parley {
namespace {

using Bytes = std::vector<std::uint8_t>;

Bytes text(const std::string& name) { return {name.begin(), name.end()}; }
Bytes little(std::uint32_t value, std::size_t bytes) {
  Bytes out;
  for (std::size_t n = 0; n < bytes; ++n) out.push_back(static_cast<std::uint8_t>(value >> (8 * n)));
  return out;
}
Bytes join(const std::vector<Bytes>& parts) {
  Bytes all;
  for (const auto& part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}
Bytes chunk(const std::string& name, const Bytes& content) {
  return join({text(name), little(static_cast<std::uint32_t>(content.size()), 4), content});
}
Bytes format(std::uint32_t tag, std::uint32_t channels, std::uint32_t rate, std::uint32_t bits) {
  return join({little(tag, 2), little(channels, 2), little(rate, 4), little(0, 4), little(0, 2), little(bits, 2)});
}
Bytes riff(const std::vector<Bytes>& chunks) { return join({text("RIFF"), little(0, 4), text("WAVE"), join(chunks)}); }

TEST(Wav, ReadsSixteenBitPcm) {
  const auto sound =
      parse_wav(riff({chunk("fmt ", format(1, 1, 8000, 16)), chunk("data", {1, 0, 0xFF, 0xFF, 0, 0x80})}));
  ASSERT_TRUE(sound);
  EXPECT_EQ(*sound, (WavSound{8000, 1, {1, -1, -32768}}));
}

TEST(Wav, ReadsBothLaws) {
  const auto mu = parse_wav(riff({chunk("fmt ", format(7, 1, 8000, 8)), chunk("data", {0x00, 0xFF})}));
  ASSERT_TRUE(mu);
  EXPECT_EQ(mu->samples, (std::vector<std::int16_t>{-32124, 0}));
  const auto a = parse_wav(riff({chunk("fmt ", format(6, 1, 8000, 8)), chunk("data", {0xAA, 0xD5})}));
  ASSERT_TRUE(a);
  EXPECT_EQ(a->samples, (std::vector<std::int16_t>{32256, 8}));
}

TEST(Wav, ReadsStereoAndMixesItDown) {
  const auto sound =
      parse_wav(riff({chunk("fmt ", format(1, 2, 16000, 16)), chunk("data", {10, 0, 20, 0, 0xFE, 0xFF, 0, 0})}));
  ASSERT_TRUE(sound);
  EXPECT_EQ(sound->channels, 2);
  EXPECT_EQ(to_mono(*sound), (std::vector<std::int16_t>{15, -1}));
}

TEST(Wav, ReadsTheExtensibleFormat) {
  const Bytes extensible =
      join({format(0xFFFE, 1, 8000, 16), little(22, 2), little(16, 2), little(0, 4), little(1, 2), Bytes(14, 0)});
  const auto sound = parse_wav(riff({chunk("fmt ", extensible), chunk("data", {5, 0})}));
  ASSERT_TRUE(sound);
  EXPECT_EQ(sound->samples, (std::vector<std::int16_t>{5}));
}

TEST(Wav, StepsOverOtherChunksAndTheirPadding) {
  const auto sound = parse_wav(riff({chunk("LIST", {1, 2, 3}), Bytes{0}, chunk("fmt ", format(1, 1, 8000, 16)),
                                     chunk("fact", {1, 0, 0, 0}), chunk("data", {5, 0})}));
  ASSERT_TRUE(sound);
  EXPECT_EQ(sound->samples.size(), 1U);
}

TEST(Wav, CutsSizesThatReachBeyondTheFile) {
  for (const std::uint32_t said : {100U, 0x7FFFFFFFU, 0xFFFFFFFFU}) {
    const auto sound =
        parse_wav(riff({chunk("fmt ", format(1, 1, 8000, 16)), text("data"), little(said, 4), Bytes{1, 0, 2, 0, 3}}));
    ASSERT_TRUE(sound) << said;
    EXPECT_EQ(sound->samples, (std::vector<std::int16_t>{1, 2}));
  }
}

TEST(Wav, SaysWhatIsWrong) {
  struct Case {
    std::string says;
    Bytes bytes;
  };
  const Bytes good = chunk("fmt ", format(1, 1, 8000, 16));
  const std::vector<Case> cases{
      {"not a RIFF", {}},
      {"not a RIFF", text("RIFF")},
      {"not a RIFF", text("OggS and then some more")},
      {"no fmt chunk", riff({})},
      {"no fmt chunk", riff({Bytes{'f', 'm', 't'}})},
      {"no data chunk", riff({good})},
      {"before its format", riff({chunk("data", {1, 0})})},
      {"too short", riff({chunk("fmt ", {1, 0, 1, 0}), chunk("data", {1, 0})})},
      {"format 1 with 24 bits", riff({chunk("fmt ", format(1, 1, 8000, 24)), chunk("data", {1, 0})})},
      {"format 3 with 32 bits", riff({chunk("fmt ", format(3, 1, 8000, 32)), chunk("data", {1, 0})})},
      {"format 7 with 16 bits", riff({chunk("fmt ", format(7, 1, 8000, 16)), chunk("data", {1, 0})})},
      {"0 channels", riff({chunk("fmt ", format(1, 0, 8000, 16)), chunk("data", {1, 0})})},
      {"6 channels", riff({chunk("fmt ", format(1, 6, 8000, 16)), chunk("data", {1, 0})})},
      {"sample rate 0", riff({chunk("fmt ", format(1, 1, 0, 16)), chunk("data", {1, 0})})},
  };
  for (const auto& wrong : cases) {
    const auto sound = parse_wav(wrong.bytes);
    ASSERT_FALSE(sound) << wrong.says;
    EXPECT_EQ(sound.error().fault, Fault::invalid_input);
    EXPECT_NE(sound.error().message.find(wrong.says), std::string::npos) << sound.error().message;
  }
}

TEST(Wav, EveryCutOfAGoodFileIsReadOrRefused) {
  const Bytes whole =
      riff({chunk("LIST", {1, 2}), chunk("fmt ", format(7, 2, 8000, 8)), chunk("data", Bytes(9, 0xFF))});
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const auto sound = parse_wav(std::span(whole).first(size));
    EXPECT_TRUE(!sound || sound->samples.size() <= 8) << size;
  }
}

TEST(Wav, WritesWhatItReads) {
  const auto path = std::filesystem::temp_directory_path() / "parley_wav_test.wav";
  const WavSound sound{8000, 2, {1, -2, 32767, -32768}};
  ASSERT_TRUE(write_wav(path, sound));
  EXPECT_EQ(std::filesystem::file_size(path), kWavHeaderSize + 8);
  const auto back = read_wav(path);
  ASSERT_TRUE(back);
  EXPECT_EQ(*back, sound);
  std::filesystem::remove(path);
}

TEST(Wav, NamesTheFileThatCannotBeReadOrWritten) {
  const auto missing = read_wav("/nowhere/sound.wav");
  ASSERT_FALSE(missing);
  EXPECT_NE(missing.error().message.find("/nowhere/sound.wav"), std::string::npos);
  const auto unwritable = write_wav("/nowhere/sound.wav", {});
  ASSERT_FALSE(unwritable);
}

TEST(Wav, ClampsHeaderSizesToWhatRiffCanSay) {
  const auto header = wav_header(8000, 2, std::uint64_t{1} << 40U);
  EXPECT_EQ(header[43], 0xFF);
  EXPECT_EQ(header[7], 0xFF);
}

}  // namespace
}  // namespace parley
