// SPDX-License-Identifier: Apache-2.0
// parley bench commands: people's recorded orders, each played into a call of its own.
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <ostream>

#include "bench_command.hpp"
#include "caller_voice.hpp"
#include "noise_mix.hpp"
#include "order_score.hpp"
#include "own_server.hpp"
#include "parley/peer/place_calls.hpp"
#include "parley/peer/voice_gate.hpp"

namespace parley::commands {
namespace {

namespace fs = std::filesystem;

struct Material {
  OrderDomain domain;
  std::vector<std::string> examples;
  std::vector<OrderLabel> labels;
  std::vector<peer::Samples> orders;  // one a label
  peer::Samples noise;
};

Result<std::string> content_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return Error{Fault::invalid_input, "cannot read " + path.string()};
  return std::string((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
}

Result<Material> load(const OrderBench& bench) {
  const auto domain = content_of(bench.data / "domain.yaml");
  const auto examples = content_of(bench.data / "examples.csv");
  const auto label = content_of(bench.data / "label.json");
  for (const auto* file : {&domain, &examples, &label}) {
    if (!*file) return file->error();
  }
  Material material;
  material.domain = parse_order_domain(*domain);
  if (material.domain.expressions.empty()) return Error{Fault::invalid_input, "domain.yaml holds no expressions"};
  material.examples = read_examples(*examples);
  auto labels = read_labels(*label);
  if (!labels) return labels.error();
  material.labels = std::move(*labels);
  for (const auto& one : material.labels) {
    auto order = load_sound((bench.data / "wav" / one.file).string());
    if (!order) return order.error();
    material.orders.push_back(std::move(*order));
  }
  if (bench.noise_db) {
    auto noise = load_sound((bench.data / "kitchen.wav").string());
    if (!noise) return noise.error();
    material.noise = std::move(*noise);
  }
  return material;
}

std::vector<peer::CallPlan> plans_for(const Material& material, const OwnServer& server,
                                      std::optional<double> noise_db) {
  std::vector<peer::CallPlan> plans;
  for (std::size_t i = 0; i < material.orders.size(); ++i) {
    const auto& clean = material.orders[i];
    auto samples = clean;
    if (noise_db) {
      const auto seed = static_cast<std::uint32_t>(i + 1);
      samples = std::make_shared<const std::vector<std::int16_t>>(mix_noise(*clean, *material.noise, *noise_db, seed));
    }
    auto input = peer::PlannedInput::say(material.labels[i].file, std::move(samples));
    // Noise does not stop where the order does.
    if (const auto voiced = peer::VoiceGate().find(*clean)) input.speech_ends_at = voiced->end;
    peer::CallPlan plan;
    plan.target.user = "orders";
    plan.target.host = "127.0.0.1";
    plan.target.port = server.sip_port();
    plan.inputs.push_back(std::move(input));
    plans.push_back(std::move(plan));
  }
  return plans;
}

struct Heard {
  OrderScore score;
  std::map<std::string, Share> by_slot;
  std::vector<double> final_ms;
  std::vector<double> gap_ms;
  Share cut_off;
  std::size_t failed = 0;
};

void write_detail(std::ostream& details, const std::string& condition, const OrderLabel& label,
                  const std::string& transcript, const std::vector<std::string>& missed, const peer::CallReport& report,
                  const CallStory& story) {
  nlohmann::ordered_json line{{"condition", condition},  {"file", label.file},         {"heard", transcript},
                              {"wanted", label.slots},   {"missed", missed},           {"call_id", report.call_id},
                              {"end", story.end_reason}, {"turns", story.turns.size()}};
  if (!report.turns.empty()) {
    line["cut_off"] = report.turns.front().cut_off();
    if (const auto gap = report.turns.front().gap()) line["gap_ms"] = gap->count() / 1000;
  }
  details << line.dump() << '\n';
}

Heard play(const Material& material, const OwnServer& server, const OrderBench& bench, std::optional<double> noise_db,
           std::ostream& details, const Surroundings& surroundings) {
  peer::CallPace pace;
  pace.concurrency = bench.concurrency;
  const std::string condition = noise_db ? "noise" : "clean";
  surroundings.err << "playing " << material.orders.size() << " orders, " << condition << '\n';
  const auto reports = peer::place_calls(plans_for(material, server, noise_db), pace);
  Heard heard;
  for (std::size_t i = 0; i < reports.size(); ++i) {
    const auto& report = reports[i];
    auto story = server.story(report.call_id);
    if (report.end == peer::CallOutcome::failed || !story) {
      ++heard.failed;
      surroundings.err << material.labels[i].file << ": "
                       << (story ? report.problem : report.problem + " " + story.error().message) << '\n';
    }
    const auto transcript = story ? story->transcript() : std::string{};
    const auto missed = heard.score.count(material.domain, material.labels[i], transcript);
    for (const auto& [slot, value] : material.labels[i].slots) {
      heard.by_slot[slot].count(std::find(missed.begin(), missed.end(), slot) == missed.end());
    }
    for (const auto& turn : report.turns) {
      heard.cut_off.count(turn.cut_off());
      if (turn.gap() && !turn.cut_off()) heard.gap_ms.push_back(static_cast<double>(turn.gap()->count()) / 1000);
    }
    if (!story) continue;
    for (const auto& turn : story->turns) {
      if (turn.spoken && turn.transcription_ms) heard.final_ms.push_back(*turn.transcription_ms);
    }
    write_detail(details, condition, material.labels[i], transcript, missed, report, *story);
  }
  return heard;
}

}  // namespace

Result<BenchResults> bench_orders(const OrderBench& bench, const Surroundings& surroundings) {
  auto material = load(bench);
  if (!material) return material.error();
  auto server = OwnServer::start(surroundings.program, {order_organization(material->domain, material->examples)});
  if (!server) return server.error();
  std::ofstream details;
  if (!bench.details.empty()) details.open(bench.details);

  BenchResults results("commands");
  const auto clean = play(*material, **server, bench, std::nullopt, details, surroundings);
  results.add("commands.all_slots.clean", clean.score.all_slots);
  results.add("commands.slots.clean", clean.score.slots);
  if (bench.slots) {
    for (const auto& [slot, share] : clean.by_slot) results.add("commands.slot." + slot + ".clean", share);
  }
  results.add("commands.final_ms.p95", percentile(clean.final_ms, 0.95), "ms", clean.final_ms.size());
  results.add("commands.cut_off", clean.cut_off);
  results.add_milliseconds("commands.gap_ms", clean.gap_ms);
  results.add("commands.failed_calls", static_cast<double>(clean.failed), "calls", clean.cut_off.cases);
  if (bench.noise_db) {
    const auto noisy = play(*material, **server, bench, bench.noise_db, details, surroundings);
    results.add("commands.all_slots.noise", noisy.score.all_slots);
    results.add("commands.slots.noise", noisy.score.slots);
    if (bench.slots) {
      for (const auto& [slot, share] : noisy.by_slot) results.add("commands.slot." + slot + ".noise", share);
    }
    results.add("commands.cut_off.noise", noisy.cut_off);
    results.add("commands.final_ms.noise.p95", percentile(noisy.final_ms, 0.95), "ms", noisy.final_ms.size());
  }
  return results;
}

}  // namespace parley::commands
