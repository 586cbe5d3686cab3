// SPDX-License-Identifier: Apache-2.0
#include "caller_voice.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <vector>

#include "parley/async/task.hpp"
#include "parley/media/resampler.hpp"
#include "parley/media/wav.hpp"

namespace parley::commands {
namespace {

constexpr std::uint32_t kRate = 8000;

struct Spoken {
  std::vector<std::int16_t> samples;
  SampleRate rate = SampleRate::hz_8000;
};

Task<Result<Spoken>> collect(std::unique_ptr<SpeechStream> stream) {
  Spoken spoken;
  for (;;) {
    auto chunk = co_await stream->next();
    if (!chunk) co_return chunk.error();
    if (!*chunk) break;
    spoken.rate = (*chunk)->rate;
    spoken.samples.insert(spoken.samples.end(), (*chunk)->samples.begin(), (*chunk)->samples.end());
  }
  co_return spoken;
}

peer::Samples at_call_rate(std::vector<std::int16_t> samples, std::uint32_t rate) {
  if (rate != kRate) samples = resample(samples, rate, kRate);
  return std::make_shared<const std::vector<std::int16_t>>(std::move(samples));
}

}  // namespace

Result<peer::Samples> CallerVoice::say(const std::string& voice, const std::string& text) {
  const auto key = std::make_pair(voice, text);
  if (const auto known = said_.find(key); known != said_.end()) return known->second;
  if (!synthesizer_) return Error{Fault::unavailable, "no voice to say it with: use --play FILE.wav"};
  SpeechRequest request;
  request.voice = voice;
  request.text = text;
  auto stream = synthesizer_->speak(std::move(request));
  if (!stream) return stream.error();
  asio::io_context loop;
  auto whole = asio::co_spawn(loop, collect(std::move(*stream)), asio::use_future);
  loop.run();
  auto spoken = whole.get();
  if (!spoken) return spoken.error();
  if (spoken->samples.empty()) return Error{Fault::invalid_input, "nothing of '" + text + "' can be spoken"};
  return said_[key] = at_call_rate(std::move(spoken->samples), hertz(spoken->rate));
}

Result<peer::Samples> load_sound(const std::string& path) {
  auto sound = read_wav(path);
  if (!sound) return sound.error();
  if (sound->samples.empty()) return Error{Fault::invalid_input, path + " holds no sound"};
  return at_call_rate(to_mono(*sound), sound->rate);
}

}  // namespace parley::commands
