// SPDX-License-Identifier: Apache-2.0
#include "parley/store/spool.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <fstream>

#include "support/temporary_directory.hpp"

namespace parley {
namespace {

using test::TemporaryDirectory;

std::vector<SpoolEntry> entries_of(const std::vector<std::string>& payloads) {
  std::vector<SpoolEntry> entries;
  for (const auto& payload : payloads) entries.push_back({1, payload, {}});
  return entries;
}

struct ReadAll {
  std::vector<std::string> payloads;
  std::vector<SpoolDamage> damage;
  SpoolPosition end;
};
ReadAll read_all(const Spool& spool, std::uint64_t step = 1U << 16U) {
  ReadAll all;
  all.end = spool.released();
  while (true) {
    const auto batch = spool.read(all.end, step);
    EXPECT_TRUE(batch.has_value());
    if (!batch) return all;
    for (const auto& entry : batch->entries) all.payloads.push_back(entry.payload);
    all.damage.insert(all.damage.end(), batch->damage.begin(), batch->damage.end());
    all.end = batch->next;
    if (batch->entries.empty()) return all;
  }
}

std::vector<std::filesystem::path> segments_in(const std::filesystem::path& directory) {
  std::vector<std::filesystem::path> segments;
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    if (entry.path().extension() == ".spool") segments.push_back(entry.path());
  }
  std::sort(segments.begin(), segments.end());
  return segments;
}

class SpoolOnDisk : public ::testing::Test {
 protected:
  std::unique_ptr<Spool> open(std::uint64_t limit = 1U << 20U, std::uint64_t segment = 1U << 18U) {
    auto opened = Spool::open({room_.path() / "spool", limit, segment});
    EXPECT_TRUE(opened.has_value()) << (opened ? "" : opened.error().message);
    return opened ? std::move(*opened) : nullptr;
  }
  std::filesystem::path directory() const { return room_.path() / "spool"; }

  TemporaryDirectory room_;
};

TEST_F(SpoolOnDisk, GivesBackWhatWasAppendedAfterItWasOpenedAgain) {
  {
    const auto spool = open();
    const auto ends = spool->append(entries_of({"one", "two"}));
    ASSERT_TRUE(ends.has_value());
    EXPECT_EQ(ends->back(), spool->end());
    EXPECT_EQ(read_all(*spool).payloads, (std::vector<std::string>{"one", "two"}));
  }
  const auto spool = open();
  ASSERT_TRUE(spool->append(entries_of({"three"})).has_value());
  EXPECT_EQ(read_all(*spool).payloads, (std::vector<std::string>{"one", "two", "three"}));
  EXPECT_TRUE(spool->cut().empty());
}

TEST_F(SpoolOnDisk, WhatWasReleasedIsNotReadAgain) {
  {
    const auto spool = open();
    const auto ends = spool->append(entries_of({"one", "two"}));
    ASSERT_TRUE(spool->release(ends->front()).has_value());
    EXPECT_GT(spool->waiting_bytes(), 0U);
  }
  const auto spool = open();
  EXPECT_EQ(read_all(*spool).payloads, std::vector<std::string>{"two"});
  ASSERT_TRUE(spool->release(spool->end()).has_value());
  EXPECT_EQ(spool->waiting_bytes(), 0U);
}

TEST_F(SpoolOnDisk, SegmentsComeAndGo) {
  const auto spool = open(1U << 20U, 100);
  std::vector<std::string> payloads;
  for (int i = 0; i < 20; ++i) {
    payloads.push_back("entry " + std::to_string(i) + std::string(40, '.'));
    ASSERT_TRUE(spool->append(entries_of({payloads.back()})).has_value());
  }
  EXPECT_GT(segments_in(directory()).size(), 5U);
  const auto all = read_all(*spool, 1);  // however small the steps are
  EXPECT_EQ(all.payloads, payloads);
  EXPECT_EQ(all.end, spool->end());
  ASSERT_TRUE(spool->release(all.end).has_value());
  EXPECT_EQ(segments_in(directory()).size(), 1U);
  ASSERT_TRUE(spool->clear_released().has_value());
  EXPECT_TRUE(segments_in(directory()).empty());
  EXPECT_EQ(spool->bytes(), 0U);
  ASSERT_TRUE(spool->append(entries_of({"after"})).has_value());
  EXPECT_EQ(read_all(*spool).payloads, std::vector<std::string>{"after"});
}

TEST_F(SpoolOnDisk, NothingThatIsNeededIsCleared) {
  const auto spool = open();
  ASSERT_TRUE(spool->append(entries_of({"one"})).has_value());
  ASSERT_TRUE(spool->clear_released().has_value());
  EXPECT_EQ(read_all(*spool).payloads, std::vector<std::string>{"one"});
}

TEST_F(SpoolOnDisk, ASpoolThatWasClearedGoesOnAfterARestart) {
  {
    const auto spool = open();
    ASSERT_TRUE(spool->append(entries_of({"one"})).has_value());
    ASSERT_TRUE(spool->release(spool->end()).has_value());
    ASSERT_TRUE(spool->clear_released().has_value());
  }
  {
    const auto spool = open();
    EXPECT_TRUE(read_all(*spool).payloads.empty());
    ASSERT_TRUE(spool->append(entries_of({"two"})).has_value());
  }
  EXPECT_EQ(read_all(*open()).payloads, std::vector<std::string>{"two"});
}

TEST_F(SpoolOnDisk, AFullSpoolKeepsWhatItHasAndTakesNoMore) {
  const auto spool = open(4096, 1024);
  std::size_t taken = 0;
  Result<std::vector<SpoolPosition>> last = std::vector<SpoolPosition>{};
  while (taken < 1000 && (last = spool->append(entries_of({std::string(200, 'x')})))) ++taken;
  ASSERT_FALSE(last.has_value());
  EXPECT_EQ(last.error().fault, Fault::exhausted);
  EXPECT_LE(spool->bytes(), 4096U);
  const auto all = read_all(*spool);
  EXPECT_EQ(all.payloads.size(), taken);
  ASSERT_TRUE(spool->release(all.end).has_value());
  EXPECT_TRUE(spool->append(entries_of({std::string(200, 'x')})).has_value());
}

TEST_F(SpoolOnDisk, TwoNeverShareIt) {
  const auto spool = open();
  const auto second = Spool::open({directory(), 1U << 20U, 1U << 18U});
  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(second.error().fault, Fault::conflict);
  EXPECT_NE(second.error().message.find(directory().string()), std::string::npos);
}

TEST_F(SpoolOnDisk, APlaceThatCannotBeWrittenIsAnErrorInWords) {
  std::ofstream(room_.path() / "file") << "no directory";
  const auto spool = Spool::open({room_.path() / "file" / "spool", 1U << 20U, 1U << 18U});
  ASSERT_FALSE(spool.has_value());
  EXPECT_EQ(spool.error().fault, Fault::unavailable);
}

// A limit on the size of files stands for a disk that is full in the middle of a write.
TEST_F(SpoolOnDisk, AWriteThatFailsHalfwayLeavesWhatWasThere) {
  const auto spool = open();
  ASSERT_TRUE(spool->append(entries_of({"one"})).has_value());
  rlimit before{};
  getrlimit(RLIMIT_FSIZE, &before);
  const auto ignored = std::signal(SIGXFSZ, SIG_IGN);
  rlimit small{60, before.rlim_max};
  setrlimit(RLIMIT_FSIZE, &small);
  const auto failed = spool->append(entries_of({std::string(500, 'x')}));
  setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, ignored);
  ASSERT_FALSE(failed.has_value());
  EXPECT_EQ(failed.error().fault, Fault::unavailable);
  ASSERT_TRUE(spool->append(entries_of({"two"})).has_value());
  const auto all = read_all(*spool);
  EXPECT_EQ(all.payloads, (std::vector<std::string>{"one", "two"}));
  EXPECT_TRUE(all.damage.empty());
}

// As kill -9 or the end of the power leaves it, at any byte.
TEST_F(SpoolOnDisk, ATailThatIsCutAtAnyByteIsCutBackToTheLastWholeEntry) {
  std::vector<SpoolPosition> ends;
  {
    const auto spool = open();
    ends = *spool->append(entries_of({"one", "two", "three"}));
  }
  const auto segment = segments_in(directory()).front();
  std::string bytes(std::filesystem::file_size(segment), '\0');
  std::ifstream(segment, std::ios::binary).read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  for (std::size_t length = 0; length <= bytes.size(); ++length) {
    std::ofstream(segment, std::ios::binary | std::ios::trunc)
        .write(bytes.data(), static_cast<std::streamsize>(length));
    std::size_t whole = 0;
    for (const auto& end : ends) whole += end.offset <= length ? 1 : 0;
    const auto spool = open();
    ASSERT_TRUE(spool);
    EXPECT_EQ(read_all(*spool).payloads.size(), whole) << length;
    const bool clean = length == 0 || length == 16 || (whole > 0 && ends[whole - 1].offset == length);
    EXPECT_EQ(spool->cut().empty(), clean) << length;
    ASSERT_TRUE(spool->append(entries_of({"new"})).has_value());
    EXPECT_EQ(read_all(*spool).payloads.size(), whole + 1) << length;
  }
}

TEST_F(SpoolOnDisk, DamageAnywhereCostsOneEntryAndIsTold) {
  std::vector<SpoolPosition> ends;
  {
    const auto spool = open();
    ends = *spool->append(entries_of({"one", "two", "three"}));
  }
  const auto segment = segments_in(directory()).front();
  std::string bytes(std::filesystem::file_size(segment), '\0');
  std::ifstream(segment, std::ios::binary).read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    auto damaged = bytes;
    damaged[at] = static_cast<char>(~damaged[at]);
    std::ofstream(segment, std::ios::binary | std::ios::trunc) << damaged;
    const auto spool = open();
    const auto all = read_all(*spool);
    if (at < 16) {  // the segment's head says nothing that is needed
      EXPECT_EQ(all.payloads.size(), 3U);
      continue;
    }
    EXPECT_EQ(all.payloads.size(), 2U) << at;
    const bool last = at >= ends[1].offset;
    ASSERT_EQ(all.damage.size() + spool->cut().size(), 1U) << at;
    const auto& told = last ? spool->cut().front() : all.damage.front();
    EXPECT_EQ(told.file, segment.string());
    EXPECT_LE(told.offset, at);
    EXPECT_GT(told.offset + told.bytes, at);
    EXPECT_EQ(all.end, spool->end());
  }
}

TEST_F(SpoolOnDisk, ADamagedPositionMeansThatEverythingIsNeeded) {
  {
    const auto spool = open();
    ASSERT_TRUE(spool->append(entries_of({"one", "two"})).has_value());
    ASSERT_TRUE(spool->release(spool->end()).has_value());
  }
  for (const auto* text : {"", "1", "1 9999 12\n", "garbage", "99999999999999999999 1 1\n"}) {
    std::ofstream(directory() / "position", std::ios::trunc) << text;
    EXPECT_EQ(read_all(*open()).payloads.size(), 2U) << text;
  }
}

TEST_F(SpoolOnDisk, FilesOfOthersAreLeftAlone) {
  std::filesystem::create_directories(directory());
  std::ofstream(directory() / "notes.txt") << "mine";
  std::ofstream(directory() / "zzzz.spool") << "not a segment's name";
  const auto spool = open();
  ASSERT_TRUE(spool->append(entries_of({"one"})).has_value());
  EXPECT_EQ(read_all(*spool).payloads, std::vector<std::string>{"one"});
  EXPECT_TRUE(std::filesystem::exists(directory() / "zzzz.spool"));
}

}  // namespace
}  // namespace parley
