// SPDX-License-Identifier: Apache-2.0
// Stereo recordings of calls (caller left, agent right) as 8 kHz PCM16 WAV. One thread writes for all calls; a call
// never waits for the disk, and when the disk fails it goes on without a recording.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <string>

#include "parley/core/result.hpp"
#include "parley/core/time.hpp"

namespace parley {

enum class CallSide : std::uint8_t { caller, agent };

enum class RecordingState : std::uint8_t { running, complete, failed };

// Written by one thread. Destruction is close().
class Recording {
 public:
  virtual ~Recording() = default;
  // 8 kHz samples at a position on the call's own timeline, the same for both sides (0: the recording's first sample).
  // What was not written in between is silence. Never blocks, never allocates; when the writer is behind, the samples
  // are dropped, counted, and silence in the file.
  virtual void write(CallSide side, MediaTime at, std::span<const std::int16_t> samples) noexcept = 0;
  // The file is completed in the background; no write() after this.
  virtual void close() noexcept = 0;
  virtual RecordingState state() const noexcept = 0;
  virtual std::uint64_t dropped_samples() const noexcept = 0;
  virtual const std::string& path() const noexcept = 0;
};

class Recorder {
 public:
  // Called once a recording on the writer's thread when it is complete or has failed; `problem` names file and reason.
  using Ended = std::function<void(RecordingState state, const std::string& problem)>;

  Recorder();
  Recorder(const Recorder&) = delete;
  Recorder& operator=(const Recorder&) = delete;
  ~Recorder();  // closes and completes every recording; all Recording objects are gone before

  // Fails at once when the file cannot be made; a disk that is full later is told by `ended`. The file is readable by
  // its owner alone, and is a valid WAV up to about two seconds before the end even when the process is killed.
  Result<std::unique_ptr<Recording>> start(const std::string& path, Ended ended = {});
  // File and reason of the newest failure; empty when there was none or a recording was completed since. Thread-safe.
  std::string problem() const;

 private:
  class Writer;
  struct Latest {
    std::mutex lock;
    std::string problem;
  };
  // Owners: this, and every recording that is not ended yet.
  std::shared_ptr<Latest> latest_;
  std::unique_ptr<Writer> writer_;
};

}  // namespace parley
