// SPDX-License-Identifier: Apache-2.0
// Plays spoken orders of real people to the embedded recogniser, as a call would: 20 ms frames, the utterance ended a
// while after the last voiced sample. Prints what share was understood and how late the finals were.
#include <time.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "noise_mix.hpp"
#include "order_score.hpp"
#include "parley/media/wav.hpp"
#include "parley/speech/pocketsphinx.hpp"

namespace {

using namespace parley;
using namespace parley::commands;
using SteadyClock = std::chrono::steady_clock;

struct Options {
  std::filesystem::path data;
  std::filesystem::path models;
  double noise_db = 1000;
  int endpoint_ms = 400;
  double speed = 1;
  int streams = 1;
  bool verbose = false;
};

std::string content(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Just behind the last 10 ms that reach -40 dB under the loudest.
std::size_t end_of_speech(const std::vector<std::int16_t>& samples) {
  auto energy = [&](std::size_t at) {
    double sum = 0;
    for (std::size_t i = at; i < at + 80; ++i) sum += static_cast<double>(samples[i]) * samples[i];
    return sum;
  };
  double loudest = 0;
  for (std::size_t at = 0; at + 80 <= samples.size(); at += 80) loudest = std::max(loudest, energy(at));
  for (std::size_t at = (samples.size() / 80) * 80; at >= 80; at -= 80) {
    if (energy(at - 80) > loudest * 1e-3) return at;
  }
  return samples.size();
}

struct Round {
  const Options& options;
  Recognizer& ear;
  OrderDomain domain;
  std::vector<OrderLabel> labels;
  std::vector<std::int16_t> noise;
  std::size_t next = 0;
  OrderScore score;
  std::vector<double> final_ms;
  std::vector<double> first_partial_ms;
  double speech_s = 0;
  std::uint64_t dropped = 0;
  int partials = 0;
};

Task<Transcript> until_final(RecognizerStream& stream, Round& round, SteadyClock::time_point began, bool& first) {
  for (;;) {
    auto heard = co_await stream.next();
    if (!heard) throw std::runtime_error(heard.error().message);
    if (heard->final) co_return *heard;
    ++round.partials;
    if (first) {
      const std::chrono::duration<double, std::milli> took = SteadyClock::now() - began;
      round.first_partial_ms.push_back(took.count() * round.options.speed);
    }
    first = false;
  }
}

Task<void> play(Round& round, RecognizerStream& stream, std::vector<std::int16_t> samples, std::size_t stop_at,
                SteadyClock::time_point& ended) {
  auto home = co_await asio::this_coro::executor;
  asio::steady_timer timer(home, SteadyClock::now());
  const std::chrono::duration<double, std::milli> step(20 / round.options.speed);
  samples.resize(std::max(samples.size(), stop_at), 0);
  for (std::size_t at = 0; at + 160 <= stop_at; at += 160) {
    AudioFrame frame;
    frame.count = 160;
    frame.starts_at.samples = static_cast<std::int64_t>(at);
    std::copy_n(samples.begin() + static_cast<std::ptrdiff_t>(at), 160, frame.samples.begin());
    stream.hear(frame);
    timer.expires_at(timer.expiry() + std::chrono::duration_cast<SteadyClock::duration>(step));
    co_await timer.async_wait(asio::use_awaitable);
  }
  ended = SteadyClock::now();
  stream.end_utterance();
}

Task<void> take_orders(Round& round) {
  auto home = co_await asio::this_coro::executor;
  while (round.next < round.labels.size()) {
    const auto& label = round.labels[round.next++];
    auto sound = read_wav((round.options.data / "wav" / label.file).string());
    auto samples = to_mono(sound.value());
    const auto end = end_of_speech(samples);
    if (round.options.noise_db < 900) samples = mix_noise(samples, round.noise, round.options.noise_db, 7);
    auto opened = round.ear.open(OrganizationKey{"orders"}, home);
    auto& stream = *opened.value();
    SteadyClock::time_point ended;
    const auto began = SteadyClock::now();
    const auto stop_at = end + static_cast<std::size_t>(round.options.endpoint_ms) * 8;
    bool playing = true;
    auto playing_done = [&playing](const std::exception_ptr& problem) {
      playing = false;
      if (problem) std::rethrow_exception(problem);
    };
    auto performance = play(round, stream, std::move(samples), stop_at, ended);
    asio::co_spawn(home, std::move(performance), playing_done);
    bool first = true;
    auto final = co_await until_final(stream, round, began, first);
    const std::chrono::duration<double, std::milli> late = SteadyClock::now() - ended;
    round.final_ms.push_back(late.count());
    round.speech_s += static_cast<double>(stop_at) / 8000;
    round.dropped += stream.dropped_samples();
    const auto missed = round.score.count(round.domain, label, final.text);
    if (round.options.verbose) {
      std::cout << (missed.empty() ? "ok   " : "MISS ") << final.confidence << ' ' << final.completeness << ' '
                << final.text;
      for (const auto& slot : missed) std::cout << " | " << slot << "=" << label.slots.at(slot);
      std::cout << '\n';
    }
  }
}

double share(std::vector<double> values, double quantile) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return values[std::min(values.size() - 1, static_cast<std::size_t>(static_cast<double>(values.size()) * quantile))];
}

double process_seconds() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

}  // namespace

int main(int count, char** arguments) {
  Options options;
  CLI::App app("Plays spoken orders to the recogniser");
  app.add_option("data", options.data)->required();
  app.add_option("models", options.models)->required();
  app.add_option("--noise-db", options.noise_db);
  app.add_option("--endpoint-ms", options.endpoint_ms);
  app.add_option("--speed", options.speed);
  app.add_option("--streams", options.streams);
  app.add_flag("-v", options.verbose);
  CLI11_PARSE(app, count, arguments);

  PocketSphinxSettings settings;
  settings.models_dir = options.models;
  auto ear = create_pocketsphinx(settings, Log{});
  Round round{options,
              *ear,
              parse_order_domain(content(options.data / "domain.yaml")),
              read_labels(content(options.data / "label.json")).value(),
              {},
              0,
              {},
              {},
              {},
              0,
              0,
              0};
  const auto kitchen = read_wav((options.data / "kitchen.wav").string());
  round.noise = to_mono(kitchen.value());
  auto organization = std::make_shared<const Organization>(
      order_organization(round.domain, read_examples(content(options.data / "examples.csv"))));

  asio::io_context loop(1);
  auto fail_loudly = [](const std::exception_ptr& problem) {
    if (problem) std::rethrow_exception(problem);
  };
  auto learning = [&]() -> Task<void> {
    auto learned = co_await ear->learn(organization);
    if (!learned) throw std::runtime_error(learned.error().message);
  };
  asio::co_spawn(loop, learning(), fail_loudly);
  const auto began = SteadyClock::now();
  loop.run();
  const std::chrono::duration<double, std::milli> learned = SteadyClock::now() - began;
  loop.restart();
  const auto cpu = process_seconds();
  for (int i = 0; i < options.streams; ++i) asio::co_spawn(loop, take_orders(round), fail_loudly);
  loop.run();
  std::cout << "orders " << round.labels.size() << "  all slots " << round.score.all_slots.value() << "  slots "
            << round.score.slots.value() << "\nfinal ms p50 " << share(round.final_ms, 0.5) << "  p95 "
            << share(round.final_ms, 0.95) << "  first partial ms p50 " << share(round.first_partial_ms, 0.5)
            << "  partials an order " << static_cast<double>(round.partials) / static_cast<double>(round.labels.size())
            << "\nCPU s a second of call " << (process_seconds() - cpu) / round.speech_s << "  learned in ms "
            << learned.count() << "  dropped samples " << round.dropped << '\n';
}
