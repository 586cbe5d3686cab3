// SPDX-License-Identifier: Apache-2.0
#include "transcript_box.hpp"

#include <utility>

namespace parley {

void TranscriptBox::put(Transcript transcript) {
  {
    std::scoped_lock lock(mutex_);
    if (!waiting_.empty() && !waiting_.back().final) waiting_.pop_back();
    waiting_.push_back(std::move(transcript));
  }
  bell_.ring();
}

void TranscriptBox::lose(Error error) {
  {
    std::scoped_lock lock(mutex_);
    lost_ = std::move(error);
  }
  bell_.ring();
}

Task<Result<Transcript>> TranscriptBox::take() {
  for (;;) {
    {
      std::scoped_lock lock(mutex_);
      if (!waiting_.empty()) {
        Result<Transcript> first(std::move(waiting_.front()));
        waiting_.pop_front();
        co_return first;
      }
      if (lost_) co_return *lost_;
    }
    co_await bell_.wait();
  }
}

}  // namespace parley
