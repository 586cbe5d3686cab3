// SPDX-License-Identifier: Apache-2.0
// What of our audio a carrier has played, by the marks that it echoes. Pure.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

namespace parley {

class PlayedMarks {
 public:
  // Marks are set at this distance, and where an utterance ends.
  static constexpr std::int64_t kEvery = 1600;  // samples at 8 kHz
  // A carrier that echoes none gets no more than this.
  static constexpr std::size_t kMostPending = 256;

  void sent(std::int64_t samples) { sent_ += samples; }
  // The name of a mark to be sent now; nullopt: none is due.
  std::optional<std::string> due(bool utterance_over);
  // False: no mark of ours, or one twice.
  bool echoed(std::string_view name);
  // Everything that the carrier holds is thrown away; marks that come back from now on only say so.
  void cleared();

  // Samples that were sent and are not known to be played or thrown away.
  std::int64_t unheard() const { return sent_ - heard_; }
  bool all_heard() const { return pending_.empty() && marked_ == sent_; }

 private:
  struct Mark {
    std::uint64_t number;
    std::int64_t position;  // samples sent before it
  };

  std::deque<Mark> pending_;
  std::uint64_t next_ = 1;
  std::uint64_t flushed_below_ = 0;  // marks with lower numbers were sent before the last clear
  std::int64_t sent_ = 0;
  std::int64_t marked_ = 0;
  std::int64_t heard_ = 0;
};

}  // namespace parley
