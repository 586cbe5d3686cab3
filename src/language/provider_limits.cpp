// SPDX-License-Identifier: Apache-2.0
#include "parley/language/provider_limits.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>

namespace parley {
namespace {

constexpr std::chrono::seconds kPeakKept{60};  // longer than from one look of the alerts to the next
constexpr std::chrono::seconds kUnknownReset{60};
constexpr double kLongestReset = 86400;  // seconds
constexpr std::array<const char*, 2> kKinds{"requests", "tokens"};

std::optional<double> read_number(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value) || value < 0)
    return std::nullopt;
  return value;
}

Duration seconds_of(double seconds) {
  return std::chrono::duration_cast<Duration>(std::chrono::duration<double>(std::min(seconds, kLongestReset)));
}

}  // namespace

std::optional<Duration> read_reset(std::string_view text) {
  if (const auto seconds = read_number(text)) return seconds_of(*seconds);
  if (text.empty()) return std::nullopt;
  double seconds = 0;
  while (!text.empty()) {
    const auto unit_at = text.find_first_not_of("0123456789.");
    if (unit_at == 0 || unit_at == std::string_view::npos) return std::nullopt;
    const auto value = read_number(text.substr(0, unit_at));
    text.remove_prefix(unit_at);
    const auto unit = text.substr(0, std::min(text.find_first_of("0123456789."), text.size()));
    text.remove_prefix(unit.size());
    const double factor = unit == "ms" ? 0.001 : unit == "s" ? 1 : unit == "m" ? 60 : unit == "h" ? 3600 : 0;
    if (!value || factor == 0) return std::nullopt;
    seconds += *value * factor;
  }
  return seconds_of(seconds);
}

void ProviderLimits::heard(unsigned status, const HttpHeaders& headers, Instant now) {
  const std::lock_guard lock(mutex_);
  if (status == 429) {
    const auto wait = read_reset(headers.get("retry-after"));
    refused_ = Seen{1, now, std::max<Duration>(wait.value_or(kUnknownReset), kPeakKept)};
  }
  for (std::size_t kind = 0; kind < kKinds.size(); ++kind) {
    const std::string what = kKinds[kind];
    const auto limit = read_number(headers.get("x-ratelimit-limit-" + what));
    const auto remaining = read_number(headers.get("x-ratelimit-remaining-" + what));
    if (!limit || !remaining || *limit <= 0) continue;
    const auto reset = read_reset(headers.get("x-ratelimit-reset-" + what));
    Seen seen{std::clamp(1 - *remaining / *limit, 0.0, 1.0), now, reset.value_or(kUnknownReset)};
    if (!peak_ || now - peak_->at > kPeakKept || seen.used >= peak_->used) peak_ = seen;
    last_[kind] = seen;
  }
}

double ProviderLimits::left_of(const Seen& seen, Instant now) {
  const auto passed = std::chrono::duration<double>(now - seen.at).count();
  const auto reset = std::chrono::duration<double>(seen.reset).count();
  return reset <= passed ? 0 : seen.used * (1 - passed / reset);
}

std::optional<double> ProviderLimits::used(Instant now) const {
  const std::lock_guard lock(mutex_);
  std::optional<double> share;
  const auto at_least = [&](double value) { share = std::max(share.value_or(0), value); };
  for (const auto& seen : last_)
    if (seen) at_least(left_of(*seen, now));
  if (peak_ && now - peak_->at <= kPeakKept) at_least(peak_->used);
  if (refused_) at_least(now - refused_->at < refused_->reset ? 1 : 0);
  return share;
}

}  // namespace parley
