// SPDX-License-Identifier: Apache-2.0
#include "bad_input.hpp"

#include <numeric>
#include <string>

namespace parley {

std::string_view to_string(BadInput what) {
  static constexpr std::array<std::string_view, kBadInputs> kNames = {
      "broken",          "binary",     "unknown_event", "before_start", "second_start", "foreign_stream", "bad_audio",
      "oversized_audio", "late_audio", "wild_chunk",    "too_fast",     "bad_digit",    "unknown_mark"};
  return kNames[static_cast<std::size_t>(what)];
}

BadInputMeters::BadInputMeters(Meters& meters) {
  for (std::size_t i = 0; i < kBadInputs; ++i) {
    counters_[i] =
        &meters.counter("parley_twilio_bad_input_total", "Messages of media streams that were not as they should be",
                        {{"kind", std::string(to_string(static_cast<BadInput>(i)))}});
  }
}

void BadInputNotes::note(BadInput what) {
  meters_.count(what);
  if (seen_[static_cast<std::size_t>(what)]++ > 0) return;
  log_.warning("twilio.bad_input", "the stream sent what it should not; said once a call, counted in /metrics",
               {{"kind", to_string(what)}});
}

std::uint64_t BadInputNotes::total() const { return std::accumulate(seen_.begin(), seen_.end(), std::uint64_t{0}); }

bool BadInputNotes::too_much() const { return total() - of(BadInput::unknown_event) >= kTooMuch; }

}  // namespace parley
