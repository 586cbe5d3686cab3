// SPDX-License-Identifier: Apache-2.0
#include "bench_results.hpp"

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <thread>

namespace parley::commands {
namespace {

double rounded(double value) { return std::round(value * 10000) / 10000; }

}  // namespace

void BenchResults::add(std::string metric, double value, std::string unit, std::size_t n) {
  figures_.push_back({std::move(metric), value, std::move(unit), n});
}

void BenchResults::add_milliseconds(const std::string& metric, const std::vector<double>& values) {
  add(metric + ".p50", percentile(values, 0.50), "ms", values.size());
  add(metric + ".p95", percentile(values, 0.95), "ms", values.size());
}

std::string BenchResults::to_json(const std::string& machine) const {
  nlohmann::ordered_json results = nlohmann::ordered_json::array();
  for (const auto& figure : figures_) {
    results.push_back(
        {{"metric", figure.metric}, {"value", rounded(figure.value)}, {"unit", figure.unit}, {"n", figure.n}});
  }
  const nlohmann::ordered_json json{{"name", name_}, {"machine", machine}, {"results", std::move(results)}};
  return json.dump(2);
}

std::string BenchResults::to_text() const {
  std::ostringstream text;
  for (const auto& figure : figures_) {
    text << figure.metric << "  " << rounded(figure.value) << ' ' << figure.unit << "  (n=" << figure.n << ")\n";
  }
  return text.str();
}

std::string machine_in(const std::string& cpuinfo, unsigned cores) {
  std::string model = "unknown processor";
  std::istringstream lines(cpuinfo);
  for (std::string line; std::getline(lines, line);) {
    const auto colon = line.find(": ");
    if (!line.starts_with("model name") || colon == std::string::npos) continue;
    model = line.substr(colon + 2);
    break;
  }
  return model + ", " + std::to_string(cores) + (cores == 1 ? " core" : " cores");
}

std::string machine_name() {
  std::ifstream file("/proc/cpuinfo");
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  return machine_in(text, std::thread::hardware_concurrency());
}

}  // namespace parley::commands
