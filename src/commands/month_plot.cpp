// SPDX-License-Identifier: Apache-2.0
#include "month_plot.hpp"

#include <algorithm>
#include <functional>
#include <iomanip>
#include <sstream>

namespace parley::commands {
namespace {

constexpr double kLeft = 60;
constexpr double kTop = 40;
constexpr double kWide = 560;
constexpr double kHigh = 220;
constexpr double kGap = 70;  // between the two panels

struct Panel {
  double top;
  double most;  // value at the upper edge
};

struct Line {
  const char* name;
  const char* colour;
  std::function<Share(const MonthWindow&)> share;
};

double x_of(std::size_t place, std::size_t places) {
  return kLeft + kWide * (static_cast<double>(place) + 0.5) / static_cast<double>(places);
}

double y_of(const Panel& panel, double value) { return panel.top + kHigh * (1 - std::min(value / panel.most, 1.0)); }

std::string points(const std::vector<double>& values, const Panel& panel) {
  std::ostringstream out;
  out << std::fixed << std::setprecision(1);
  for (std::size_t at = 0; at < values.size(); ++at)
    out << (at == 0 ? "" : " ") << x_of(at, values.size()) << ',' << y_of(panel, values[at]);
  return out.str();
}

void draw_frame(std::ostream& out, const Panel& panel, const std::string& title, std::size_t windows,
                std::size_t window, int decimals) {
  out << "<text x=\"" << kLeft << "\" y=\"" << panel.top - 12 << "\" font-weight=\"bold\">" << title << "</text>\n";
  for (int step = 0; step <= 4; ++step) {
    const double value = panel.most * step / 4;
    const double y = y_of(panel, value);
    out << "<line x1=\"" << kLeft << "\" x2=\"" << kLeft + kWide << "\" y1=\"" << y << "\" y2=\"" << y
        << "\" stroke=\"#ddd\"/>\n<text x=\"" << kLeft - 6 << "\" y=\"" << y + 4 << "\" text-anchor=\"end\">"
        << std::setprecision(decimals) << value * 100 << " %</text>\n"
        << std::setprecision(1);
  }
  for (std::size_t at = 0; at < windows; at += 2)
    out << "<text x=\"" << x_of(at, windows) << "\" y=\"" << panel.top + kHigh + 18 << "\" text-anchor=\"middle\">"
        << (at + 1) * window << "</text>\n";
}

void draw_line(std::ostream& out, const Panel& panel, const Line& line,
               const std::vector<std::vector<MonthWindow>>& runs, double legend_x) {
  std::vector<double> mean(runs.front().size());
  for (const auto& windows : runs) {
    std::vector<double> values;
    for (std::size_t at = 0; at < windows.size(); ++at) values.push_back(line.share(windows[at]).value());
    out << "<polyline fill=\"none\" stroke=\"" << line.colour << "\" stroke-opacity=\"0.25\" points=\""
        << points(values, panel) << "\"/>\n";
  }
  for (std::size_t at = 0; at < mean.size(); ++at) {
    Share all;
    for (const auto& windows : runs) {
      if (at >= windows.size()) continue;
      all.hits += line.share(windows[at]).hits;
      all.cases += line.share(windows[at]).cases;
    }
    mean[at] = all.value();
  }
  out << "<polyline fill=\"none\" stroke=\"" << line.colour << "\" stroke-width=\"2.5\" points=\""
      << points(mean, panel) << "\"/>\n<text x=\"" << legend_x << "\" y=\"" << panel.top - 12 << "\" fill=\""
      << line.colour << "\">" << line.name << "</text>\n";
}

}  // namespace

std::string month_plot(const std::vector<std::vector<MonthWindow>>& runs, std::size_t window) {
  std::ostringstream out;
  out << std::fixed << std::setprecision(1);
  out << "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " << kLeft + kWide + 30 << ' '
      << kTop + 2 * kHigh + kGap + 50
      << "\" font-family=\"sans-serif\" font-size=\"12\" fill=\"#333\">\n<rect width=\"100%\" height=\"100%\" "
         "fill=\"white\"/>\n";
  if (runs.empty() || runs.front().empty()) return out.str() + "</svg>\n";
  const auto windows = runs.front().size();
  const Panel suppressed{kTop, 1.0};
  draw_frame(out, suppressed, "Answered from memory", windows, window, 0);
  draw_line(out, suppressed,
            {"of intents answered before", "#1b6ca8", [](const auto& w) { return w.suppressed_answered; }}, runs,
            kLeft + 220);
  draw_line(out, suppressed, {"of all questions", "#2a9d5c", [](const auto& w) { return w.suppressed; }}, runs,
            kLeft + 420);
  const Panel wrong{kTop + kHigh + kGap, 0.04};
  draw_frame(out, wrong, "Wrong", windows, window, 0);
  draw_line(out, wrong, {"of answers from memory", "#c0392b", [](const auto& w) { return w.wrong; }}, runs,
            kLeft + 220);
  draw_line(out, wrong, {"of answers of the model", "#888", [](const auto& w) { return w.wrong_layer_2; }}, runs,
            kLeft + 420);
  out << "<text x=\"" << kLeft + kWide / 2 << "\" y=\"" << kTop + 2 * kHigh + kGap + 40
      << "\" text-anchor=\"middle\">questions asked so far</text>\n</svg>\n";
  return out.str();
}

}  // namespace parley::commands
