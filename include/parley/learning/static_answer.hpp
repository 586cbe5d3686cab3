// SPDX-License-Identifier: Apache-2.0
// Whether everybody would get this answer on any day.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace parley {

struct AnswerOfCall {
  std::string_view text;
  std::string_view question;                    // it answers, as it was said
  std::vector<std::string> private_words = {};  // what this call alone knows: the caller's name, number, address
  bool used_tool = false;                       // it holds what a tool looked up
};

// Why it is not static: "caller data", "tool result", "bound to a date"; empty: it is static by nature.
std::string not_static_because(const AnswerOfCall& answer);

}  // namespace parley
