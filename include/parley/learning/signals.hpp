// SPDX-License-Identifier: Apache-2.0
// What a caller's next words say about the answer before them.
#pragma once

#include <string_view>

namespace parley {

enum class CallerSignal { none, repeats, corrects, asks_for_person };
std::string_view to_string(CallerSignal signal);

// `before`: the question that was answered; `now`: what the same caller said next, in the same call. Any spelling.
CallerSignal caller_signal(std::string_view before, std::string_view now);

}  // namespace parley
