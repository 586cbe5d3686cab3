// SPDX-License-Identifier: Apache-2.0
#include "browser_codec.hpp"

#include <algorithm>

namespace parley {
namespace {

char byte_of(std::uint32_t value, unsigned index) { return static_cast<char>((value >> (8U * index)) & 0xFFU); }

}  // namespace

std::optional<std::size_t> caller_samples(std::string_view message, std::uint32_t rate) {
  const std::size_t most = rate * static_cast<std::size_t>(kLongestCallerMessage.count()) / 1000;
  if (message.empty() || message.size() % 2 != 0 || message.size() / 2 > most) return std::nullopt;
  return message.size() / 2;
}

void unpack_samples(std::string_view message, std::span<std::int16_t> out) noexcept {
  for (std::size_t i = 0; i < message.size() / 2 && i < out.size(); ++i) {
    const auto low = static_cast<unsigned char>(message[2 * i]);
    const auto high = static_cast<unsigned char>(message[2 * i + 1]);
    out[i] = static_cast<std::int16_t>(static_cast<std::uint16_t>(low | (high << 8U)));
  }
}

std::string_view pack_agent_audio(std::uint32_t generation, std::uint32_t position,
                                  std::span<const std::int16_t> samples, std::span<char> out) noexcept {
  const std::size_t size = kAgentAudioHeader + 2 * samples.size();
  if (out.size() < size) return {};
  for (unsigned i = 0; i < 4; ++i) {
    out[i] = byte_of(generation, i);
    out[4 + i] = byte_of(position, i);
  }
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const auto bits = static_cast<std::uint16_t>(samples[i]);
    out[kAgentAudioHeader + 2 * i] = byte_of(bits, 0);
    out[kAgentAudioHeader + 2 * i + 1] = byte_of(bits, 1);
  }
  return {out.data(), size};
}

PaceWatch::Verdict PaceWatch::offer(std::size_t samples, Instant now) noexcept {
  const double passed = std::chrono::duration<double>(now - last_).count();
  last_ = now;
  ahead_ = std::max(ahead_ - passed, -kFurthestBehind);
  ahead_ += static_cast<double>(samples) / rate_;
  if (ahead_ > kHopelessAhead) return Verdict::hopeless;
  return ahead_ > kTakenAhead ? Verdict::dropped : Verdict::taken;
}

bool PlayedAccount::acknowledge(std::uint32_t generation, std::uint32_t position) {
  if (generation < generation_) return true;
  if (generation > generation_ || position < played_ || position > sent_) return false;
  if (position > played_) untold_ = 0;
  played_ = position;
  return true;
}

}  // namespace parley
