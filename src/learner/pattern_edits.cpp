// SPDX-License-Identifier: Apache-2.0
#include "pattern_edits.hpp"

#include <algorithm>
#include <utility>

namespace parley {
namespace {

constexpr std::size_t kPage = 500;
constexpr int kTries = 3;

ChangeNote by_the_router() { return {"router", ""}; }

std::size_t add_new(Pattern& pattern, const std::vector<std::string>& examples) {
  std::size_t added = 0;
  for (const auto& example : examples) {
    if (std::find(pattern.examples.begin(), pattern.examples.end(), example) != pattern.examples.end()) continue;
    pattern.examples.push_back(example);
    ++added;
  }
  return added;
}

}  // namespace

Task<Result<void>> PatternEdits::make(OrganizationKey organization, Pattern pattern) {
  auto made = co_await organizations_.add_pattern(std::move(organization), std::move(pattern), by_the_router());
  if (!made) co_return made.error();
  co_return Result<void>{};
}

Task<Result<std::vector<StoredPattern>>> PatternEdits::find(OrganizationKey organization,
                                                            std::vector<std::string> keys) {
  std::vector<StoredPattern> found;
  std::string after;
  for (;;) {
    auto page = co_await organizations_.patterns(organization, kPage, after);
    if (!page) co_return page.error();
    for (auto& stored : page->patterns) {
      if (std::find(keys.begin(), keys.end(), stored.pattern.key) != keys.end()) found.push_back(std::move(stored));
    }
    if (!page->next_cursor || found.size() == keys.size()) co_return found;
    after = *page->next_cursor;
  }
}

Task<Result<bool>> PatternEdits::edit(OrganizationKey organization, std::string key, Edit change) {
  for (int tries = 1;; ++tries) {
    std::vector<std::string> keys{key};
    auto found = co_await find(organization, std::move(keys));
    if (!found) co_return found.error();
    if (found->empty()) co_return false;
    auto& stored = found->front();
    if (!change(stored.pattern)) co_return false;
    auto saved =
        co_await organizations_.save_pattern(organization, stored.id, stored.pattern, stored.version, by_the_router());
    if (saved) co_return true;
    if (saved.error().fault != Fault::conflict || tries == kTries) co_return saved.error();
  }
}

Task<Result<std::size_t>> PatternEdits::add_examples(OrganizationKey organization,
                                                     std::map<std::string, std::vector<std::string>> examples) {
  std::size_t added = 0;
  for (const auto& [key, texts] : examples) {
    std::size_t now = 0;
    Edit add = [&now, &wanted = texts](Pattern& pattern) {
      now = add_new(pattern, wanted);
      return now > 0;
    };
    auto saved = co_await edit(organization, key, std::move(add));
    if (!saved) co_return saved.error();
    added += now;
  }
  co_return added;
}

Task<Result<bool>> PatternEdits::switch_off(OrganizationKey organization, std::string key) {
  Edit off = [](Pattern& pattern) { return std::exchange(pattern.active, false); };
  auto saved = co_await edit(std::move(organization), std::move(key), std::move(off));
  co_return saved;
}

}  // namespace parley
