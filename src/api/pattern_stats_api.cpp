// SPDX-License-Identifier: Apache-2.0
// How patterns do: thumbs of operators, and statistics that begin anew.
#include <utility>

#include "answers.hpp"
#include "figures_json.hpp"
#include "resources.hpp"

namespace parley {
namespace {

constexpr const char* kPattern = "pattern with this id";

Task<HttpResponse> reset(const Ask& ask, std::vector<std::string> keys) {
  const auto count = co_await ask.parts().pattern_stats->reset(ask.organization, std::move(keys), ask.note());
  if (!count) co_return failed(ask, count.error(), "such organization");
  Json json;
  json["reset"] = *count;
  co_return json_answer(200, json);
}

Task<HttpResponse> reset_all(const Ask& ask) {
  if (ask.parts().pattern_stats == nullptr) co_return store_unavailable(ask.request, "There is no database.");
  std::vector<std::string> all;
  auto answer = co_await reset(ask, std::move(all));
  co_return answer;
}

Task<HttpResponse> reset_one(const Ask& ask) {
  if (ask.parts().pattern_stats == nullptr) co_return store_unavailable(ask.request, "There is no database.");
  const auto stored = co_await ask.parts().store->pattern(ask.organization, ask.request.path_value("id"));
  if (!stored) co_return failed(ask, stored.error(), kPattern);
  std::vector<std::string> one;
  one.push_back(stored->pattern.key);
  auto answer = co_await reset(ask, std::move(one));
  co_return answer;
}

Task<HttpResponse> give_thumb(const Ask& ask) {
  if (ask.parts().pattern_stats == nullptr) co_return store_unavailable(ask.request, "There is no database.");
  const auto stored = co_await ask.parts().store->pattern(ask.organization, ask.request.path_value("id"));
  if (!stored) co_return failed(ask, stored.error(), kPattern);
  const bool up = ask.body["up"].get<bool>();
  const auto stats = co_await ask.parts().pattern_stats->thumb(ask.organization, stored->pattern.key, up, ask.note());
  if (!stats) co_return failed(ask, stats.error(), kPattern);
  co_return json_answer(200, stats_json(*stats));
}

}  // namespace

std::vector<Endpoint> pattern_stats_api() {
  constexpr const char* kGroup = "patterns";
  std::vector<Endpoint> all;
  all.emplace_back("POST", "/v1/patterns/reset-stats", reset_all)
      .tell(kGroup, "Begin the statistics of all patterns anew", "What was learned, and from what, stays; audited.")
      .asks(Scope::configuration_write)
      .stored()
      .acts_once()
      .gives(200, "StatsReset", "How many had any.");
  all.emplace_back("POST", "/v1/patterns/{id}/reset-stats", reset_one)
      .tell(kGroup, "Begin the statistics of a pattern anew", "What was learned, and from what, stays; audited.")
      .asks(Scope::configuration_write)
      .stored()
      .acts_once()
      .gives(200, "StatsReset", "Whether it had any.");
  all.emplace_back("POST", "/v1/patterns/{id}/thumbs", give_thumb)
      .tell(kGroup, "Say that a pattern's answer was right or wrong", "A signal beside audits and what callers do.")
      .asks(Scope::configuration_write)
      .stored()
      .takes("Thumb")
      .acts_once()
      .gives(200, "PatternStats", "As they are now.");
  return all;
}

}  // namespace parley
