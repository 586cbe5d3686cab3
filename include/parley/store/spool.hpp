// SPDX-License-Identifier: Apache-2.0
// An append-only file on disk in segments: what was appended is there after the process, or the machine, has died.
// Thread-safe; append, read, release and clear_released wait for the disk, what else there is does not.
#pragma once

#include <atomic>
#include <compare>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "parley/core/result.hpp"

namespace parley {

struct SpoolPosition {
  std::uint64_t segment = 0;
  std::uint64_t offset = 0;  // bytes from the start of the segment's file

  friend auto operator<=>(const SpoolPosition&, const SpoolPosition&) = default;
};

struct SpoolEntry {
  std::uint8_t type = 0;
  std::string payload;  // UTF-8
  SpoolPosition end;    // behind it; set by read

  friend bool operator==(const SpoolEntry&, const SpoolEntry&) = default;
};

// Bytes that hold no whole entry. The tail of the newest segment is cut off, others are stepped over.
struct SpoolDamage {
  std::string file;
  std::uint64_t offset = 0;
  std::uint64_t bytes = 0;

  friend bool operator==(const SpoolDamage&, const SpoolDamage&) = default;
};

struct SpoolSettings {
  std::filesystem::path directory;
  std::uint64_t limit_bytes = 256ULL << 20U;
  std::uint64_t segment_bytes = 8ULL << 20U;
};

class Spool {
 public:
  struct Batch {
    std::vector<SpoolEntry> entries;
    SpoolPosition next;  // where reading goes on
    std::vector<SpoolDamage> damage;
  };

  // conflict: another process has it; unavailable: the disk says no.
  static Result<std::unique_ptr<Spool>> open(SpoolSettings settings);
  Spool(const Spool&) = delete;
  Spool& operator=(const Spool&) = delete;
  ~Spool();

  // On disk, all of it, when it returns a value: the position behind each. exhausted: beyond the limit. After an error
  // none of it counts; appending it again is right.
  Result<std::vector<SpoolPosition>> append(const std::vector<SpoolEntry>& entries);
  // About `bytes` of entries from `from` on, at least one where there is one.
  Result<Batch> read(SpoolPosition from, std::uint64_t bytes) const;
  // What lies before `position` is needed no more. Segments that are needed no more are deleted.
  Result<void> release(SpoolPosition position);
  // When nothing is needed any more: deletes the newest segment too, so that no copy of what was released stays.
  Result<void> clear_released();

  SpoolPosition released() const;  // reading goes on here after a restart
  SpoolPosition end() const;
  std::uint64_t bytes() const { return bytes_; }                // on disk
  std::uint64_t waiting_bytes() const;                          // not released
  const std::vector<SpoolDamage>& cut() const { return cut_; }  // found when it was opened

 private:
  explicit Spool(SpoolSettings settings);
  std::optional<Error> lock();
  std::optional<Error> recover();
  std::optional<Error> begin_segment();
  std::optional<Error> cut_tail(std::uint64_t segment, std::uint64_t from);
  std::optional<Error> save_position(SpoolPosition position);
  void forget_before(SpoolPosition position);
  std::uint64_t waiting() const;
  SpoolPosition end_of_all() const;
  std::filesystem::path file_of(std::uint64_t segment) const;

  const SpoolSettings settings_;
  int lock_ = -1;
  std::mutex writing_;                               // held over writes to the disk; taken before the other
  mutable std::mutex mutex_;                         // never held while the disk is waited for
  std::map<std::uint64_t, std::uint64_t> segments_;  // number → bytes that are on disk and whole
  SpoolPosition released_;
  std::uint64_t next_segment_ = 1;
  int newest_ = -1;  // open for appending; guarded by writing_
  std::atomic<std::uint64_t> bytes_ = 0;
  std::vector<SpoolDamage> cut_;
};

}  // namespace parley
