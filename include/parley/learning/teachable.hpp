// SPDX-License-Identifier: Apache-2.0
// What teaches nothing: nonsense, other languages, instructions to the model, refusals.
#pragma once

#include <string>
#include <string_view>

namespace parley {

// Why such a question is no example of a pattern: "too short", "too long", "nonsense", "another language",
// "instructions", "markup"; empty: it may be one. `language`: of the organization, "en-US".
std::string unteachable_question(std::string_view question, std::string_view language);

// The same for an answer that might become a pattern's, and "refusal" for "I don't know".
std::string unteachable_answer(std::string_view answer, std::string_view language);

// Whether an answer says that it has none.
bool is_refusal(std::string_view answer);

}  // namespace parley
