// SPDX-License-Identifier: Apache-2.0
#include "parley/store/recorder.hpp"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "parley/media/wav.hpp"

namespace parley {
namespace {

constexpr std::uint32_t kRate = 8000;
constexpr std::size_t kBlockSamples = 160;
constexpr std::size_t kBlocks = 256;  // 2.5 s of both sides: how long the disk may stand still
constexpr auto kRound = std::chrono::milliseconds{100};
constexpr std::int64_t kBehind = 4000;       // the sides may lie so far apart before the slower one is cut off
constexpr std::int64_t kPatchEvery = 16000;  // the header is at most 2 s behind when the process dies
constexpr std::int64_t kLongestGap = 600 * std::int64_t{kRate};  // a larger jump is an error of the sender of frames

struct Block {
  std::int64_t at = 0;
  std::uint16_t count = 0;
  CallSide side = CallSide::caller;
  std::array<std::int16_t, kBlockSamples> samples;
};

std::string reason(int error) { return std::generic_category().message(error); }

// One recording: a ring between the call's thread and the writer's, then the file.
class Track {
 public:
  Track(int file, std::string path, Recorder::Ended ended)
      : path_(std::move(path)), ended_(std::move(ended)), file_(file), blocks_(kBlocks) {}
  Track(const Track&) = delete;
  Track& operator=(const Track&) = delete;
  ~Track() {
    if (file_ >= 0) ::close(file_);
  }

  // Call's thread.
  void push(CallSide side, std::int64_t at, std::span<const std::int16_t> samples) noexcept {
    while (!samples.empty()) {
      const std::size_t count = std::min(samples.size(), kBlockSamples);
      const std::uint64_t tail = tail_.load(std::memory_order_relaxed);
      if (tail - head_.load(std::memory_order_acquire) == kBlocks) {
        dropped_.fetch_add(samples.size(), std::memory_order_relaxed);
        return;
      }
      Block& block = blocks_[tail % kBlocks];
      block.at = at;
      block.count = static_cast<std::uint16_t>(count);
      block.side = side;
      std::copy_n(samples.begin(), count, block.samples.begin());
      tail_.store(tail + 1, std::memory_order_release);
      samples = samples.subspan(count);
      at += static_cast<std::int64_t>(count);
    }
  }
  void close() noexcept { closing_.store(true, std::memory_order_release); }
  RecordingState state() const noexcept { return state_.load(std::memory_order_acquire); }
  std::uint64_t dropped() const noexcept { return dropped_.load(std::memory_order_relaxed); }
  const std::string& path() const noexcept { return path_; }

  // Writer's thread. False: nothing more will come of this track.
  bool work(bool last_round) {
    // Read before the ring: what was pushed before close() is then seen.
    const bool closing = closing_.load(std::memory_order_acquire) || last_round;
    if (written_ < 0) {
      written_ = 0;
      patch_header();
    }
    drain();
    flush(closing ? newest_ : newest_ - kBehind);
    if (patched_ + kPatchEvery <= written_ || closing) patch_header();
    if (problem_.empty() && !closing) return true;
    finish();
    return false;
  }

 private:
  void drain() {
    std::uint64_t head = head_.load(std::memory_order_relaxed);
    const std::uint64_t tail = tail_.load(std::memory_order_acquire);
    for (; head != tail; ++head) {
      mix(blocks_[head % kBlocks]);
      head_.store(head + 1, std::memory_order_release);
    }
  }

  void mix(const Block& block) {
    const std::int64_t end = block.at + block.count;
    if (end <= written_ || block.at > newest_ + kLongestGap) {
      dropped_.fetch_add(block.count, std::memory_order_relaxed);
      return;
    }
    newest_ = std::max(newest_, end);
    const auto needed = static_cast<std::size_t>(2 * (newest_ - written_));
    if (window_.size() < needed) window_.resize(needed, 0);
    for (std::int64_t n = std::max<std::int64_t>(0, written_ - block.at); n < block.count; ++n) {
      const auto place = static_cast<std::size_t>(2 * (block.at + n - written_)) + (block.side == CallSide::agent);
      window_[place] = block.samples[static_cast<std::size_t>(n)];
    }
  }

  // Writes both sides up to `until`; little-endian as x86 and ARM hold them.
  void flush(std::int64_t until) {
    if (until <= written_ || !problem_.empty()) return;
    const auto count = static_cast<std::size_t>(2 * (until - written_));
    const auto* bytes = reinterpret_cast<const char*>(window_.data());
    std::size_t left = count * sizeof(std::int16_t);
    while (left > 0) {
      const ssize_t done = ::write(file_, bytes, left);
      if (done < 0 && errno == EINTR) continue;
      if (done <= 0) {
        fail(done < 0 ? errno : ENOSPC);
        return;
      }
      bytes += done;
      left -= static_cast<std::size_t>(done);
    }
    window_.erase(window_.begin(), window_.begin() + static_cast<std::ptrdiff_t>(count));
    written_ = until;
  }

  void patch_header() {
    if (!problem_.empty()) return;
    const auto header = wav_header(kRate, 2, static_cast<std::uint64_t>(written_) * 4);
    if (::pwrite(file_, header.data(), header.size(), 0) != static_cast<ssize_t>(header.size())) {
      fail(errno);
      return;
    }
    if (written_ == 0) ::lseek(file_, static_cast<off_t>(header.size()), SEEK_SET);
    patched_ = written_;
  }

  void fail(int error) { problem_ = "recording " + path_ + " stopped: " + reason(error); }

  void finish() {
    if (::close(std::exchange(file_, -1)) != 0 && problem_.empty()) fail(errno);
    const auto state = problem_.empty() ? RecordingState::complete : RecordingState::failed;
    state_.store(state, std::memory_order_release);
    if (ended_) ended_(state, problem_);
  }

  // Given.
  std::string path_;
  Recorder::Ended ended_;
  int file_;
  // Shared by both threads.
  std::vector<Block> blocks_;
  std::atomic<std::uint64_t> head_{0};
  std::atomic<std::uint64_t> tail_{0};
  std::atomic<std::uint64_t> dropped_{0};
  std::atomic<bool> closing_{false};
  std::atomic<RecordingState> state_{RecordingState::running};
  // Writer's.
  std::vector<std::int16_t> window_;  // stereo, from written_ on
  std::int64_t written_ = -1;         // sample pairs in the file; −1: not even the header
  std::int64_t newest_ = 0;           // behind the newest sample that came
  std::int64_t patched_ = 0;
  std::string problem_;
};

class TrackHandle final : public Recording {
 public:
  explicit TrackHandle(std::shared_ptr<Track> track) : track_(std::move(track)) {}
  ~TrackHandle() override { track_->close(); }

  void write(CallSide side, MediaTime at, std::span<const std::int16_t> samples) noexcept override {
    if (closed_ || at.samples < 0 || track_->state() != RecordingState::running) return;
    track_->push(side, at.samples, samples);
  }
  void close() noexcept override {
    closed_ = true;
    track_->close();
  }
  RecordingState state() const noexcept override { return track_->state(); }
  std::uint64_t dropped_samples() const noexcept override { return track_->dropped(); }
  const std::string& path() const noexcept override { return track_->path(); }

 private:
  std::shared_ptr<Track> track_;  // owners: the call's Recording and the writer, whichever ends first
  bool closed_ = false;
};

}  // namespace

class Recorder::Writer {
 public:
  Writer() : thread_([this] { run(); }) { pthread_setname_np(thread_.native_handle(), "recorder"); }
  ~Writer() {
    {
      const std::lock_guard guard(lock_);
      stopping_ = true;
    }
    wake_.notify_one();
    thread_.join();
  }

  void add(std::shared_ptr<Track> track) {
    const std::lock_guard guard(lock_);
    arriving_.push_back(std::move(track));
  }

 private:
  void run() {
    // A file size limit shall be an error of write(), not the end of the process.
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGXFSZ);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    for (bool last = false; !last;) {
      {
        std::unique_lock guard(lock_);
        wake_.wait_for(guard, kRound, [this] { return stopping_; });
        last = stopping_;
        std::move(arriving_.begin(), arriving_.end(), std::back_inserter(tracks_));
        arriving_.clear();
      }
      std::erase_if(tracks_, [&](const auto& track) { return !track->work(last); });
    }
  }

  std::mutex lock_;
  std::condition_variable wake_;
  std::vector<std::shared_ptr<Track>> arriving_;
  bool stopping_ = false;
  std::vector<std::shared_ptr<Track>> tracks_;  // the thread's own
  std::thread thread_;
};

Recorder::Recorder() : latest_(std::make_shared<Latest>()), writer_(std::make_unique<Writer>()) {}

Recorder::~Recorder() = default;

Result<std::unique_ptr<Recording>> Recorder::start(const std::string& path, Ended ended) {
  // What callers say is for the operator's eyes only.
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0) {
    Error failure{Fault::unavailable, "cannot record to " + path + ": " + reason(errno)};
    std::scoped_lock held(latest_->lock);
    latest_->problem = failure.message;
    return failure;
  }
  auto noted = [latest = latest_, ended = std::move(ended)](RecordingState state, const std::string& problem) {
    {
      std::scoped_lock held(latest->lock);
      latest->problem = problem;
    }
    if (ended) ended(state, problem);
  };
  auto track = std::make_shared<Track>(file, path, std::move(noted));
  writer_->add(track);
  return std::unique_ptr<Recording>(std::make_unique<TrackHandle>(std::move(track)));
}

std::string Recorder::problem() const {
  std::scoped_lock held(latest_->lock);
  return latest_->problem;
}

}  // namespace parley
