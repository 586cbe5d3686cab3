// SPDX-License-Identifier: Apache-2.0
#include "found_call.hpp"

#include <utility>

#include "answers.hpp"

namespace parley {
namespace {

constexpr const char* kCall = "call with this id";

}  // namespace

Task<std::variant<FoundCall, HttpResponse>> find_call(const Ask& ask) {
  const auto id = CallId::parse(ask.request.path_value("id"));
  if (!id) co_return not_found(ask, kCall);
  auto kept = co_await ask.tools.calls->find(ask.organization, *id);
  const auto& parts = ask.parts();
  const bool over = kept && *kept && (*kept)->record.ended_at;
  const bool ours = kept && *kept && (*kept)->record.node == parts.node_id;
  if (parts.live != nullptr && !over && !ours) {
    // Another instance may know more of it than the database does.
    auto live = co_await parts.live->find(ask.organization, *id);
    if (live && *live) {
      FoundCall found;
      found.record = std::move(**live);
      if (kept && *kept) found.kept = (*kept)->kept;
      co_return found;
    }
  }
  if (!kept) co_return failed(ask, kept.error(), kCall);
  if (!*kept) co_return not_found(ask, kCall);
  co_return std::move(**kept);
}

}  // namespace parley
