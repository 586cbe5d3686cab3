// SPDX-License-Identifier: Apache-2.0
// How much of what a provider allows is used, by the headers of its answers.
#pragma once

#include <array>
#include <mutex>
#include <optional>
#include <string>

#include "parley/core/time.hpp"
#include "parley/net/http_message.hpp"

namespace parley {

// Thread-safe; time is handed in.
class ProviderLimits {
 public:
  // "api.openai.com gpt-4o-mini", as alerts show it.
  explicit ProviderLimits(std::string name) : name_(std::move(name)) {}
  const std::string& name() const { return name_; }

  // An answer came: `x-ratelimit-limit-*`, `-remaining-*` and `-reset-*` of requests and of tokens; 429 means that all
  // of it is used until `retry-after` is over.
  void heard(unsigned status, const HttpHeaders& headers, Instant now);
  // Share of the limit that is used, 0–1, of whichever is nearer: the greatest of the last minute, later what is left
  // of the last one until its reset. nullopt: nothing was ever told.
  std::optional<double> used(Instant now) const;

 private:
  struct Seen {
    double used = 0;
    Instant at{};
    Duration reset{};  // until nothing of it is used; evenly
  };
  static double left_of(const Seen& seen, Instant now);

  std::string name_;
  mutable std::mutex mutex_;                 // guards what follows
  std::array<std::optional<Seen>, 2> last_;  // of requests, of tokens
  std::optional<Seen> refused_;
  std::optional<Seen> peak_;
};

// "1s", "6m0s", "12ms", "1h2m3.5s", or seconds alone; nullopt: none of it.
std::optional<Duration> read_reset(std::string_view text);

}  // namespace parley
