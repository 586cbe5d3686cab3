// SPDX-License-Identifier: Apache-2.0
// Where transcripts wait for the call: at most one partial, every final, in order.
#pragma once

#include <deque>
#include <mutex>
#include <optional>

#include "doorbell.hpp"
#include "parley/core/result.hpp"
#include "parley/speech/recognizer.hpp"

namespace parley {

class TranscriptBox {
 public:
  void put(Transcript transcript);  // from any thread
  void lose(Error error);           // what was put before is still taken
  Task<Result<Transcript>> take();  // on the call's executor, one at a time

 private:
  std::mutex mutex_;
  std::deque<Transcript> waiting_;  // a partial only at the end
  std::optional<Error> lost_;
  Doorbell bell_;
};

}  // namespace parley
