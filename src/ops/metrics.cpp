// SPDX-License-Identifier: Apache-2.0
#include "parley/ops/metrics.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <map>
#include <mutex>

#include "exposition.hpp"
#include "parley/core/invariant.hpp"
#include "process_figures.hpp"

namespace parley {
namespace {

bool metric_name(std::string_view name) {
  const auto right = [](unsigned char c) { return std::isalnum(c) || c == '_'; };
  return !name.empty() && !std::isdigit(static_cast<unsigned char>(name.front())) &&
         std::all_of(name.begin(), name.end(), right);
}

struct Family {
  MeterKind kind = MeterKind::counter;
  std::string help;
  std::vector<double> bounds;
  // Keyed by sorted labels; nodes never move, so references to meters stay right.
  std::map<MeterLabels, std::unique_ptr<Counter>> counters;
  std::map<MeterLabels, std::unique_ptr<Gauge>> gauges;
  std::map<MeterLabels, std::unique_ptr<Histogram>> histograms;
};

class Registry final : public MeterRegistry {
 public:
  explicit Registry(const Build& build) : build_(build) {}

  Counter& counter(std::string_view name, std::string_view help, MeterLabels labels) override {
    PARLEY_INVARIANT(name.ends_with("_total"));
    const std::lock_guard lock(mutex_);
    auto& place = family(name, help, MeterKind::counter).counters[sorted(std::move(labels))];
    if (!place) place = std::make_unique<Counter>();
    return *place;
  }
  Gauge& gauge(std::string_view name, std::string_view help, MeterLabels labels) override {
    const std::lock_guard lock(mutex_);
    auto& place = family(name, help, MeterKind::gauge).gauges[sorted(std::move(labels))];
    if (!place) place = std::make_unique<Gauge>();
    return *place;
  }
  Histogram& histogram(std::string_view name, std::string_view help, std::vector<double> bounds,
                       MeterLabels labels) override {
    PARLEY_INVARIANT(std::is_sorted(bounds.begin(), bounds.end()));
    const std::lock_guard lock(mutex_);
    auto& group = family(name, help, MeterKind::histogram);
    if (group.histograms.empty()) group.bounds = bounds;
    PARLEY_INVARIANT(group.bounds == bounds);
    auto& place = group.histograms[sorted(std::move(labels))];
    if (!place) place = std::make_unique<Histogram>(std::move(bounds));
    return *place;
  }

  std::string expose(MetricsFormat format) const override {
    Exposition text(format);
    add_process(text);
    const std::lock_guard lock(mutex_);
    for (const auto& [name, group] : families_) {
      text.family(name, group.help, group.kind);
      for (const auto& [labels, meter] : group.counters) text.sample(static_cast<double>(meter->value()), labels);
      for (const auto& [labels, meter] : group.gauges) text.sample(static_cast<double>(meter->value()), labels);
      for (const auto& [labels, meter] : group.histograms) text.sample(*meter, labels);
    }
    return text.finish();
  }

 private:
  static MeterLabels sorted(MeterLabels labels) {
    for (const auto& label : labels) PARLEY_INVARIANT(metric_name(label.first) && !label.first.starts_with("__"));
    std::sort(labels.begin(), labels.end());
    return labels;
  }

  Family& family(std::string_view name, std::string_view help, MeterKind kind) {
    PARLEY_INVARIANT(metric_name(name));
    const auto [place, is_new] = families_.try_emplace(std::string(name));
    if (is_new) {
      place->second.kind = kind;
      place->second.help = help;
    }
    PARLEY_INVARIANT(place->second.kind == kind);
    return place->second;
  }

  void add_process(Exposition& text) const {
    text.family("parley_build_info", "Version and commit of this server; always 1.", MeterKind::gauge);
    text.sample(1, {{"commit", build_.commit}, {"version", build_.version}});
    const auto figures = read_process_figures();
    if (!figures) return;
    const auto add = [&](std::string_view name, std::string_view help, double value) {
      text.family(name, help, MeterKind::gauge);
      text.sample(value);
    };
    text.family("process_cpu_seconds_total", "User and system time spent.", MeterKind::counter);
    text.sample(figures->cpu_seconds);
    add("process_open_fds", "Open file descriptors.", figures->open_files);
    add("process_max_fds", "Most file descriptors that may be open.", figures->most_files);
    add("process_resident_memory_bytes", "Resident memory.", figures->resident_bytes);
    add("process_virtual_memory_bytes", "Virtual memory.", figures->virtual_bytes);
    add("process_start_time_seconds", "Start of the process in Unix time.", figures->start_time_seconds);
    add("process_threads", "Threads of the process.", figures->threads);
  }

  const Build build_;
  mutable std::mutex mutex_;
  std::map<std::string, Family, std::less<>> families_;
};

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

// Cuts off the part before `mark` and returns it.
std::string_view take(std::string_view& text, char mark) {
  const auto end = text.find(mark);
  const auto part = text.substr(0, end);
  text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  return trimmed(part);
}

}  // namespace

MetricsFormat choose_metrics_format(std::string_view accept) {
  // RFC 9110 §12.5.1; -1: not named.
  double openmetrics = -1;
  double text = -1;
  while (!accept.empty()) {
    auto entry = take(accept, ',');
    const auto type = lower(take(entry, ';'));
    double quality = 1;
    while (!entry.empty()) {
      const auto parameter = lower(take(entry, ';'));
      if (!parameter.starts_with("q=")) continue;
      quality = 0;
      std::from_chars(parameter.data() + 2, parameter.data() + parameter.size(), quality);
    }
    if (type == "application/openmetrics-text") openmetrics = std::max(openmetrics, quality);
    if (type == "text/plain" || type == "text/*" || type == "*/*") text = std::max(text, quality);
  }
  return openmetrics > 0 && openmetrics >= text ? MetricsFormat::openmetrics : MetricsFormat::prometheus_text;
}

std::string_view content_type(MetricsFormat format) {
  return format == MetricsFormat::openmetrics ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
                                              : "text/plain; version=0.0.4; charset=utf-8";
}

std::unique_ptr<MeterRegistry> create_meters(const Build& build) { return std::make_unique<Registry>(build); }

}  // namespace parley
