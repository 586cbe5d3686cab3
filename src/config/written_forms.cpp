// SPDX-License-Identifier: Apache-2.0
#include "written_forms.hpp"

#include <cstdio>

namespace parley {

std::string written_span(const OpenSpan& span) {
  std::array<char, 64> text;
  std::snprintf(text.data(), text.size(), "%02d:%02d-%02d:%02d", static_cast<int>(span.opens.count() / 60),
                static_cast<int>(span.opens.count() % 60), static_cast<int>(span.closes.count() / 60),
                static_cast<int>(span.closes.count() % 60));
  return text.data();
}

std::string written_date(std::chrono::year_month_day day) {
  std::array<char, 32> text;
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(day.year()),
                static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
  return text.data();
}

}  // namespace parley
