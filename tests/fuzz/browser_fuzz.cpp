// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string_view>
#include <variant>

#include "api/browser_messages.hpp"
#include "transports/browser_codec.hpp"

// Whatever a client of the browser's door sends, as its first message, as a later one, as audio: no crash, and what is
// taken keeps its bounds.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view message(reinterpret_cast<const char*>(data), size);
  const auto first = parley::read_hello(message);
  if (const auto* hello = std::get_if<parley::BrowserHello>(&first)) {
    if (hello->sample_rate != 8000 && hello->sample_rate != 16000) std::abort();
    if (hello->from.size() > 64) std::abort();
  } else if (std::get<parley::BrowserRefusal>(first).code.empty()) {
    std::abort();
  }
  static_cast<void>(parley::read_browser_message(message));
  std::array<std::int16_t, 4000> samples{};
  const auto count = parley::caller_samples(message, 16000);
  if (count && *count > samples.size()) std::abort();
  if (count) parley::unpack_samples(message, std::span(samples).first(*count));
  return 0;
}
