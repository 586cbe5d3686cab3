// SPDX-License-Identifier: Apache-2.0
// parley bench encoder: how near the sentence encoder is to the published one, and what it costs.
#include <algorithm>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <ostream>
#include <random>
#include <span>

#include "bench_command.hpp"
#include "parley/encoder/output_layer.hpp"
#include "parley/encoder/use_lite.hpp"
#include "parley/encoder/vector_scan.hpp"
#include "sentence_files.hpp"
#include "thread_time.hpp"

namespace parley::commands {
namespace {

struct Reference {
  std::string text;
  std::vector<std::uint32_t> ids;
  std::vector<float> vector;
};

Result<std::vector<Reference>> load(const std::filesystem::path& file) {
  std::ifstream stream(file);
  const auto json = nlohmann::json::parse(stream, nullptr, false);
  std::vector<Reference> references;
  try {
    for (const auto& item : json.at("items"))
      references.push_back({item.at("text"), item.at("ids"), item.at("vector")});
  } catch (const nlohmann::json::exception& wrong) {
    return Error{Fault::invalid_input, file.string() + " is no list of reference vectors: " + wrong.what()};
  }
  return references;
}

double cosine(std::span<const float> a, std::span<const float> b) {
  double dot = 0;
  double lengths[2] = {0, 0};
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    dot += static_cast<double>(a[i]) * static_cast<double>(b[i]);
    lengths[0] += static_cast<double>(a[i]) * static_cast<double>(a[i]);
    lengths[1] += static_cast<double>(b[i]) * static_cast<double>(b[i]);
  }
  return dot / std::sqrt(lengths[0] * lengths[1]);
}

// Microseconds of each of `count` runs, after some that are not counted.
template <class Work>
std::vector<double> measured(std::size_t count, Work work) {
  const auto warm = std::min<std::size_t>(count, 50);
  std::vector<double> times;
  for (std::size_t i = 0; i < count + warm; ++i) {
    const auto before = thread_microseconds();
    work(i % count);
    if (i >= warm) times.push_back(thread_microseconds() - before);
  }
  return times;
}

void add_times(BenchResults& results, const std::string& metric, const std::vector<double>& times) {
  for (const auto& [name, share] : {std::pair(".p50", 0.50), std::pair(".p95", 0.95), std::pair(".p99", 0.99)}) {
    results.add(metric + name, percentile(times, share), "us", times.size());
  }
}

Result<void> add_nearness(BenchResults& results, const Embedder& embedder, const std::string& engine,
                          const std::vector<Reference>& references) {
  double worst = 1;
  std::vector<float> features(embedder.dimensions());
  std::vector<float> exact(embedder.output_layer()->outputs);
  for (const auto& reference : references) {
    if (const auto done = embedder.features(reference.text, features); !done) return done.error();
    embed_with(*embedder.output_layer(), features, exact);
    worst = std::min(worst, cosine(exact, reference.vector));
  }
  results.add("encoder.cosine_min." + engine, worst, "cosine", references.size());
  return {};
}

void add_output_layer(BenchResults& results, const OutputLayer& layer) {
  std::minstd_rand random(7);
  std::vector<float> features(layer.inputs);
  std::generate(features.begin(), features.end(), [&] { return std::uniform_real_distribution<float>(-1, 1)(random); });
  std::vector<float> out(layer.outputs);
  const CompactOutputLayer compact(layer);
  add_times(results, "encoder.output_layer_us.f32",
            measured(1000, [&](std::size_t) { embed_with(layer, features, out); }));
  add_times(results, "encoder.output_layer_us.compact",
            measured(1000, [&](std::size_t) { compact.embed(features, out); }));
  results.add("encoder.output_layer_bytes.compact", static_cast<double>(compact.memory_bytes()), "bytes", 1);
}

void add_scans(BenchResults& results) {
  constexpr std::size_t kDimensions = 512;
  std::minstd_rand random(7);
  for (const std::size_t count : {1000, 10000}) {
    std::vector<std::int8_t> rows(count * kDimensions);
    std::generate(rows.begin(), rows.end(), [&] { return static_cast<std::int8_t>(random() % 256); });
    const std::vector<float> scales(count, 1.0F / 127);
    std::vector<float> out(count);
    const auto scan = [&](std::size_t i) {
      scan_int8(std::span(rows).subspan(i * kDimensions, kDimensions), 1, rows, scales, out);
    };
    add_times(results, "encoder.scan_us." + std::to_string(count), measured(500, scan));
  }
}

}  // namespace

Result<BenchResults> bench_encoder(const EncoderBench& bench, const Surroundings& surroundings) {
  const auto file = bench.models / kUseLiteFile;
  std::vector<Reference> references;
  if (!bench.reference.empty()) {
    auto loaded = load(bench.reference);
    if (!loaded) return loaded.error();
    references = std::move(*loaded);
  }
  const auto sentences =
      bench.sentences.empty() ? made_sentences(bench.count) : read_sentences(bench.sentences, bench.count);
  if (!sentences) return sentences.error();

  BenchResults results("encoder");
  if (!references.empty()) {
    Share equal;
    std::vector<std::string> texts;
    texts.reserve(references.size());
    for (const auto& reference : references) texts.push_back(reference.text);
    const auto ids = use_lite_tokens(file, texts);
    if (!ids) return ids.error();
    for (std::size_t i = 0; i < references.size(); ++i) equal.count((*ids)[i] == references[i].ids);
    results.add("encoder.tokens_equal", equal);
  }
  for (const auto engine : use_lite_engines_here()) {
    const std::string name(engine_name(engine));
    const auto started = thread_microseconds();
    const auto embedder = open_use_lite(file, engine);
    if (!embedder) return embedder.error();
    results.add("encoder.open_ms." + name, (thread_microseconds() - started) / 1000, "ms", 1);
    if (!references.empty()) {
      if (const auto done = add_nearness(results, **embedder, name, references); !done) return done.error();
    }
    surroundings.err << name << ": " << sentences->size() << " sentences\n";
    std::vector<float> features((*embedder)->dimensions());
    // Sentences that the encoder refuses cost little and would only flatter.
    std::vector<std::string> read;
    for (const auto& sentence : *sentences) {
      if ((*embedder)->features(sentence, features)) read.push_back(sentence);
    }
    const auto encode = [&](std::size_t i) { static_cast<void>((*embedder)->features(read[i], features)); };
    add_times(results, "encoder.encode_us." + name, measured(read.size(), encode));
    if (engine == use_lite_engines_here().front()) add_output_layer(results, *(*embedder)->output_layer());
  }
  add_scans(results);
  return results;
}

}  // namespace parley::commands
