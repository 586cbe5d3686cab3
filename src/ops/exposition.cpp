// SPDX-License-Identifier: Apache-2.0
#include "exposition.hpp"

#include <array>
#include <charconv>
#include <cmath>

namespace parley {
namespace {

constexpr std::string_view kTotal = "_total";
// The spec's units that our names use; a unit may be declared only for names that end in it.
constexpr std::array<std::string_view, 3> kUnits = {"seconds", "bytes", "ratio"};

void escape(std::string& out, std::string_view text, bool quotes) {
  for (const char c : text) {
    if (c == '\\') {
      out += "\\\\";
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '"' && quotes) {
      out += "\\\"";
    } else {
      out += c;
    }
  }
}

std::string_view type_name(MeterKind kind) {
  switch (kind) {
    case MeterKind::counter:
      return "counter";
    case MeterKind::gauge:
      return "gauge";
    case MeterKind::histogram:
      return "histogram";
  }
  return "unknown";
}

}  // namespace

std::string metric_value(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "+Inf" : "-Inf";
  std::array<char, 32> text;
  return {text.data(), std::to_chars(text.data(), text.data() + text.size(), value).ptr};
}

void Exposition::family(std::string_view name, std::string_view help, MeterKind kind) {
  name_ = name;
  // OpenMetrics names the family of a counter without _total, the classic format with it.
  if (kind == MeterKind::counter && format_ == MetricsFormat::openmetrics && name.ends_with(kTotal)) {
    name.remove_suffix(kTotal.size());
  }
  out_.append("# HELP ").append(name).append(" ");
  escape(out_, help, format_ == MetricsFormat::openmetrics);
  out_.append("\n# TYPE ").append(name).append(" ").append(type_name(kind)).append("\n");
  if (format_ != MetricsFormat::openmetrics) return;
  for (const auto unit : kUnits) {
    const bool fits = name.ends_with(unit) && name.size() > unit.size() && name[name.size() - unit.size() - 1] == '_';
    if (fits) out_.append("# UNIT ").append(name).append(" ").append(unit).append("\n");
  }
}

void Exposition::line(std::string_view suffix, const MeterLabels& labels, std::string_view bound, double value) {
  out_.append(name_).append(suffix);
  if (!labels.empty() || !bound.empty()) {
    char separator = '{';
    for (const auto& [name, text] : labels) {
      out_.append(1, separator).append(name).append("=\"");
      escape(out_, text, true);
      out_ += '"';
      separator = ',';
    }
    if (!bound.empty()) out_.append(1, separator).append("le=\"").append(bound).append("\"");
    out_ += '}';
  }
  out_.append(" ").append(metric_value(value)).append("\n");
}

void Exposition::sample(double value, const MeterLabels& labels) { line("", labels, "", value); }

void Exposition::sample(const Histogram& histogram, const MeterLabels& labels) {
  double count = 0;
  for (std::size_t i = 0; i < histogram.bounds().size(); ++i) {
    count += static_cast<double>(histogram.in_bucket(i));
    std::string bound = metric_value(histogram.bounds()[i]);
    // OpenMetrics 1.0 wants le values in the form of floats: "1.0".
    if (format_ == MetricsFormat::openmetrics && bound.find_first_of(".e") == std::string::npos) bound += ".0";
    line("_bucket", labels, bound, count);
  }
  count += static_cast<double>(histogram.in_bucket(histogram.bounds().size()));
  line("_bucket", labels, "+Inf", count);
  line("_sum", labels, "", histogram.sum_seconds());
  line("_count", labels, "", count);
}

std::string Exposition::finish() {
  if (format_ == MetricsFormat::openmetrics) out_ += "# EOF\n";
  return std::move(out_);
}

}  // namespace parley
