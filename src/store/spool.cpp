// SPDX-License-Identifier: Apache-2.0
#include "parley/store/spool.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <utility>

#include "spool_file.hpp"
#include "spool_frame.hpp"

namespace parley {
namespace {

namespace fs = std::filesystem;
using spool_file::failed;

constexpr auto kSegmentSuffix = ".spool";
constexpr std::size_t kDigits = 16;

std::optional<std::uint64_t> segment_number(const fs::path& path) {
  const auto stem = path.stem().string();
  if (path.extension() != kSegmentSuffix || stem.size() != kDigits) return std::nullopt;
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(stem.data(), stem.data() + stem.size(), number, 16);
  if (error != std::errc{} || end != stem.data() + stem.size() || number == 0) return std::nullopt;
  return number;
}

std::string position_text(SpoolPosition position) {
  const auto text = std::to_string(position.segment) + " " + std::to_string(position.offset) + " ";
  return text + std::to_string(crc32c(text)) + "\n";
}

// nullopt: none, or damaged; then everything there is counts as needed.
std::optional<SpoolPosition> read_position(const fs::path& path) {
  const auto text = spool_file::read_at(path, 0, 256);
  if (!text) return std::nullopt;
  SpoolPosition position;
  const char* const last = text->data() + text->size();
  const auto first = std::from_chars(text->data(), last, position.segment);
  if (first.ec != std::errc{} || first.ptr == last) return std::nullopt;
  const auto second = std::from_chars(first.ptr + 1, last, position.offset);
  if (second.ec != std::errc{} || position_text(position) != *text) return std::nullopt;
  return position;
}

}  // namespace

Spool::Spool(SpoolSettings settings) : settings_(std::move(settings)) {}

Spool::~Spool() {
  if (newest_ >= 0) ::close(newest_);
  if (lock_ >= 0) ::close(lock_);
}

fs::path Spool::file_of(std::uint64_t segment) const {
  static constexpr char kHex[] = "0123456789abcdef";
  std::string name(kDigits, '0');
  for (std::size_t i = kDigits; i-- > 0; segment >>= 4U) name[i] = kHex[segment & 15U];
  return settings_.directory / (name + kSegmentSuffix);
}

Result<std::unique_ptr<Spool>> Spool::open(SpoolSettings settings) {
  settings.segment_bytes = std::max<std::uint64_t>(std::min(settings.segment_bytes, settings.limit_bytes / 4), 1);
  std::error_code error;
  fs::create_directories(settings.directory, error);
  if (error) return failed("make", settings.directory, error.value());
  fs::permissions(settings.directory, fs::perms::owner_all, error);  // what callers said is nobody else's business
  std::unique_ptr<Spool> spool(new Spool(std::move(settings)));
  if (auto problem = spool->lock()) return *problem;
  if (auto problem = spool->recover()) return *problem;
  return spool;
}

std::optional<Error> Spool::lock() {
  const auto path = settings_.directory / "lock";
  lock_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock_ < 0) return failed("open", path, errno);
  if (flock(lock_, LOCK_EX | LOCK_NB) == 0) return std::nullopt;
  if (errno != EWOULDBLOCK) return failed("lock", path, errno);
  return Error{Fault::conflict, "another server uses the spool " + settings_.directory.string() +
                                    ": stop it, or give this one a state_dir of its own"};
}

std::optional<Error> Spool::recover() {
  std::error_code error;
  for (fs::directory_iterator entry(settings_.directory, error), none; !error && entry != none;
       entry.increment(error)) {
    const auto number = segment_number(entry->path());
    if (number) segments_[*number] = entry->file_size(error);
  }
  if (error) return failed("read", settings_.directory, error.value());
  released_ = read_position(settings_.directory / "position").value_or(SpoolPosition{});
  // A segment is never begun under a number that a position may speak of.
  next_segment_ = std::max(released_.segment, segments_.empty() ? 0 : segments_.rbegin()->first) + 1;
  while (!segments_.empty() && segments_.begin()->first < released_.segment) {
    fs::remove(file_of(segments_.begin()->first), error);
    segments_.erase(segments_.begin());
  }
  if (!segments_.empty()) {
    const auto newest = segments_.rbegin()->first;
    const bool partly = released_.segment == newest && released_.offset >= kSegmentHead.size();
    if (auto problem = cut_tail(newest, partly ? released_.offset : kSegmentHead.size())) return problem;
  }
  const auto first = segments_.empty() ? SpoolPosition{next_segment_, 0} : SpoolPosition{segments_.begin()->first, 0};
  released_ = std::min(std::max(released_, first), end_of_all());
  std::uint64_t bytes = 0;
  for (const auto& [number, size] : segments_) bytes += size;
  bytes_ = bytes;
  return std::nullopt;
}

// What the process was writing when it died. Entries before `from` were read once already.
std::optional<Error> Spool::cut_tail(std::uint64_t segment, std::uint64_t from) {
  const auto path = file_of(segment);
  auto& size = segments_[segment];
  from = std::min(from, size);
  const auto bytes = spool_file::read_at(path, from, size - from);
  if (!bytes) return bytes.error();
  std::size_t whole = 0;
  while (const auto frame = next_frame(*bytes, whole)) whole = frame->end;
  // A head that was not written to its end: nothing in it counts yet.
  const auto keep = from + whole < kSegmentHead.size() ? 0 : from + whole;
  newest_ = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
  if (newest_ < 0) return failed("open", path, errno);
  if (keep < size) {
    cut_.push_back({path.string(), keep, size - keep});
    if (ftruncate(newest_, static_cast<off_t>(keep)) != 0) return failed("cut", path, errno);
    size = keep;
  }
  if (size < kSegmentHead.size()) {
    if (auto problem = spool_file::write_at(newest_, kSegmentHead, 0, path)) return problem;
    size = kSegmentHead.size();
  }
  return std::nullopt;
}

std::optional<Error> Spool::begin_segment() {
  const auto path = file_of(next_segment_);
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) return failed("make", path, errno);
  auto problem = spool_file::write_at(file, kSegmentHead, 0, path);
  if (!problem) problem = spool_file::sync_directory(settings_.directory);
  if (problem) {
    ::close(file);
    ::unlink(path.c_str());
    return problem;
  }
  if (newest_ >= 0) ::close(newest_);
  newest_ = file;
  const std::lock_guard guard(mutex_);
  segments_[next_segment_++] = kSegmentHead.size();
  bytes_ += kSegmentHead.size();
  return std::nullopt;
}

Result<std::vector<SpoolPosition>> Spool::append(const std::vector<SpoolEntry>& entries) {
  std::string bytes;
  std::vector<SpoolPosition> ends;
  for (const auto& entry : entries) {
    if (entry.payload.size() > kLongestPayload) return Error{Fault::invalid_input, "an entry is too long to be kept"};
    append_frame(bytes, entry.type, entry.payload);
    ends.push_back({0, bytes.size()});
  }
  const std::lock_guard guard(writing_);
  if (bytes_ + bytes.size() + kSegmentHead.size() > settings_.limit_bytes) {
    return Error{Fault::exhausted, "the spool " + settings_.directory.string() + " is full"};
  }
  if (newest_ < 0 || end().offset >= settings_.segment_bytes) {
    if (auto problem = begin_segment()) return *problem;
  }
  const auto [number, size] = end();
  const auto path = file_of(number);
  auto problem = spool_file::write_at(newest_, bytes, size, path);
  if (!problem && fdatasync(newest_) != 0) problem = failed("write", path, errno);
  if (problem) {
    // Nobody knows what of it is on disk: what came before counts, the rest is cut if the disk allows, and a new
    // segment is begun next time.
    [[maybe_unused]] const int cut = ftruncate(newest_, static_cast<off_t>(size));
    ::close(newest_);
    newest_ = -1;
    return *problem;
  }
  for (auto& end : ends) end = {number, size + end.offset};
  const std::lock_guard seen(mutex_);
  segments_[number] = size + bytes.size();
  bytes_ += bytes.size();
  return ends;
}

Result<Spool::Batch> Spool::read(SpoolPosition from, std::uint64_t bytes) const {
  Batch batch;
  batch.next = from;
  std::map<std::uint64_t, std::uint64_t> segments;
  {
    const std::lock_guard guard(mutex_);
    segments.insert(segments_.lower_bound(from.segment), segments_.end());
  }
  for (auto segment = segments.begin(); segment != segments.end() && batch.entries.empty(); ++segment) {
    const auto [number, size] = *segment;
    auto offset = number == from.segment ? std::max(from.offset, kSegmentHead.size()) : kSegmentHead.size();
    const auto path = file_of(number);
    auto wanted = std::min(bytes, size - std::min(offset, size));
    while (offset < size) {
      const auto text = spool_file::read_at(path, offset, wanted);
      if (!text) return text.error();
      std::size_t at = 0;
      while (const auto frame = next_frame(*text, at)) {
        if (frame->begin > at) batch.damage.push_back({path.string(), offset + at, frame->begin - at});
        batch.entries.push_back({frame->type, std::string(frame->payload), {number, offset + frame->end}});
        at = frame->end;
      }
      const bool last = offset + wanted >= size;
      if (!last && at == 0) {  // one entry is longer than what was read, or all of it is damaged
        wanted = size - offset;
        continue;
      }
      if (last && at < wanted) batch.damage.push_back({path.string(), offset + at, wanted - at});
      offset = last ? size : offset + at;
      break;
    }
    batch.next = {number, std::max(offset, batch.next.segment == number ? batch.next.offset : 0)};
  }
  return batch;
}

Result<void> Spool::release(SpoolPosition position) {
  const std::lock_guard guard(writing_);
  position = std::min(position, end());
  if (position <= released()) return {};
  if (auto problem = save_position(position)) return *problem;
  forget_before(position);
  return {};
}

void Spool::forget_before(SpoolPosition position) {
  std::vector<std::uint64_t> gone;
  {
    const std::lock_guard seen(mutex_);
    released_ = position;
    while (!segments_.empty() && segments_.begin()->first < position.segment) {
      bytes_ -= segments_.begin()->second;
      gone.push_back(segments_.begin()->first);
      segments_.erase(segments_.begin());
    }
  }
  for (const auto segment : gone) ::unlink(file_of(segment).c_str());
}

Result<void> Spool::clear_released() {
  const std::lock_guard guard(writing_);
  if (bytes_ == 0 || waiting_bytes() > 0) return {};
  const SpoolPosition next{next_segment_, 0};
  if (auto problem = save_position(next)) return *problem;
  if (newest_ >= 0) ::close(newest_);
  newest_ = -1;
  forget_before(next);
  return {};
}

std::optional<Error> Spool::save_position(SpoolPosition position) {
  return spool_file::replace_text(settings_.directory / "position", position_text(position));
}

SpoolPosition Spool::end_of_all() const {
  if (segments_.empty()) return {next_segment_, 0};
  return {segments_.rbegin()->first, segments_.rbegin()->second};
}

std::uint64_t Spool::waiting() const {
  std::uint64_t bytes = 0;
  for (auto segment = segments_.lower_bound(released_.segment); segment != segments_.end(); ++segment) {
    const auto done =
        segment->first == released_.segment ? std::max(released_.offset, kSegmentHead.size()) : kSegmentHead.size();
    bytes += segment->second - std::min(done, segment->second);
  }
  return bytes;
}

std::uint64_t Spool::waiting_bytes() const {
  const std::lock_guard guard(mutex_);
  return waiting();
}

SpoolPosition Spool::released() const {
  const std::lock_guard guard(mutex_);
  return released_;
}

SpoolPosition Spool::end() const {
  const std::lock_guard guard(mutex_);
  return end_of_all();
}

}  // namespace parley
