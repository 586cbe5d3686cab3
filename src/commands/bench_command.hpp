// SPDX-License-Identifier: Apache-2.0
// The benchmarks behind `parley bench`.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "bench_results.hpp"
#include "parley/commands/commands.hpp"
#include "parley/core/result.hpp"
#include "parley/peer/call_plan.hpp"

namespace parley::commands {

struct OrderBench {
  std::filesystem::path data;  // label.json, wav/, domain.yaml, examples.csv, kitchen.wav
  bool slots = false;          // a figure for every slot
  std::size_t concurrency = 8;
  std::optional<double> noise_db;  // the orders once more, with kitchen noise
  std::filesystem::path details;   // one JSON line for every order; empty: none
};
Result<BenchResults> bench_orders(const OrderBench& bench, const Surroundings& surroundings);

struct GapBench {
  std::size_t turns = 50;
  peer::CallerTransport transport = peer::CallerTransport::sip;
};
Result<BenchResults> bench_gap(const GapBench& bench, const Surroundings& surroundings);

struct LossBench {
  double loss_percent = 5;
  std::chrono::milliseconds jitter{60};
  std::size_t turns = 100;  // with and without
};
Result<BenchResults> bench_loss(const LossBench& bench, const Surroundings& surroundings);

struct InterruptionBench {
  std::size_t calls = 4;  // of ten interruptions each
};
Result<BenchResults> bench_interruptions(const InterruptionBench& bench, const Surroundings& surroundings);

struct InterjectionBench {
  std::filesystem::path data;  // *.wav of coughs, laughs and the like (scripts/make_interjections)
};
Result<BenchResults> bench_interjections(const InterjectionBench& bench, const Surroundings& surroundings);

struct KnowledgeBench {
  std::filesystem::path data;    // calibration/ and held_out/ with NAME.md and NAME.csv
  std::filesystem::path models;  // with the encoder's weights
  std::string database_url;      // scratch database
};
Result<BenchResults> bench_knowledge(const KnowledgeBench& bench);

struct DigitBench {
  std::filesystem::path data;  // DIGIT_SPEAKER_TAKE.wav
  std::size_t numbers = 100;
};
Result<BenchResults> bench_digits(const DigitBench& bench, const Surroundings& surroundings);

struct WordingBench {
  std::filesystem::path data;  // wordings.csv and the files that it names (scripts/make_wordings)
  std::size_t concurrency = 4;
};
Result<BenchResults> bench_wordings(const WordingBench& bench, const Surroundings& surroundings);

struct ForeignBench {
  std::filesystem::path data;  // *.wav or wav/*.wav: anything that is no question to the demo organization
  std::size_t concurrency = 4;
};
Result<BenchResults> bench_foreign(const ForeignBench& bench, const Surroundings& surroundings);

struct LoadBench {
  std::size_t calls = 30;
  std::size_t seconds = 60;
};
Result<BenchResults> bench_load(const LoadBench& bench, const Surroundings& surroundings);

struct RulesBench {
  std::filesystem::path data;  // {train,test}/{seq.in,label}, and train_full/ where there is one
  std::size_t queries = 1000;  // of each kind: clean, with slips, nearly an example
};
Result<BenchResults> bench_rules(const RulesBench& bench);

struct ArchiveBench {
  std::string database_url;  // of a scratch database with the schema; an organization in it is filled
  std::string owner_url;     // brings the planner's figures up to date; empty: whatever they are
  std::size_t calls = 100000;
  std::size_t queries = 200;  // of each kind
};
Result<BenchResults> bench_archive(const ArchiveBench& bench, const Surroundings& surroundings);

struct EncoderBench {
  std::filesystem::path models;
  std::filesystem::path reference;  // {"items": [{"text", "ids", "vector"}]}; empty: only times
  std::filesystem::path sentences;  // directory with seq.in files somewhere in it; empty: made ones
  std::size_t count = 3000;         // of sentences
};
Result<BenchResults> bench_encoder(const EncoderBench& bench, const Surroundings& surroundings);

}  // namespace parley::commands
