// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "carriers/form.hpp"
#include "carriers/played_marks.hpp"
#include "carriers/stream_intake.hpp"
#include "carriers/twilio_codec.hpp"
#include "parley/core/base64.hpp"

// Each line is a message of one stream. What is read lies within bounds, and what comes of it are frames in order.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  parley::TwilioReader reader;
  parley::StreamIntake intake;
  parley::PlayedMarks marks;
  std::array<std::uint8_t, parley::StreamIntake::kLongestPiece + 3> room{};
  std::int64_t expected = 0;
  while (!rest.empty()) {
    const auto line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    const auto& event = reader.read(line);
    if (event.kind == parley::TwilioEvent::Kind::start && !parley::sane_sid(event.stream_sid)) std::abort();
    marks.sent(1600);
    marks.due(false);
    marks.echoed(event.mark);
    if (marks.unheard() < 0) std::abort();
    if (event.kind != parley::TwilioEvent::Kind::media) continue;
    const auto length = parley::base64_decode(event.payload, room);
    if (!length) continue;
    if (*length > room.size()) std::abort();
    intake.put(event.chunk, event.timestamp_ms, std::span(room).first(*length));
    if (event.chunk.value_or(0) % 3 == 1) intake.rest();
    while (const auto* frame = intake.take()) {
      if (frame->starts_at.samples != expected || frame->count != 160) std::abort();
      expected += 160;
    }
  }
  // What is read of a form is read again from what is written of it.
  const auto form = parley::parse_form({reinterpret_cast<const char*>(data), size});
  if (form && parley::parse_form(parley::write_form(*form)) != form) std::abort();
  return 0;
}
