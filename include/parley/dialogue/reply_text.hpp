// SPDX-License-Identifier: Apache-2.0
// From a reply as it is written in a file to the words that are spoken.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "parley/core/organization.hpp"
#include "parley/core/time.hpp"

namespace parley {

// Variables of replies, greeting, farewell, disclosure and reprompt:
//   organization   its name                       today         "Monday"
//   hours_today    completes "we are open …": "today from eight in the morning to six in the evening", or, on a closed
//                  day, "again on Monday from …"
//   hours_week     "Monday through Friday from … to …, and Saturday from … to …"
//   next_opening   "tomorrow at eight in the morning"
//   closes_at      "six in the evening", while open
//   offers         what the first three patterns with `offers` are about: "a, b and c"
//   last_reply     what the agent said before, for "say that again"
// Sections ({{#name}}…{{/name}}, {{^name}}…{{/name}}): open_now, open_today.
std::string render_reply(std::string_view text, const Organization& organization, WallTime now,
                         std::string_view last_reply = {});

// Whether a reply uses a variable or section of this name.
bool mentions(std::string_view text, std::string_view variable);

// Every fault of texts that can be rendered: unknown variables, unbalanced sections, an unknown time zone. Empty:
// sound.
std::vector<std::string> check_templates(const Organization& organization);

// Whole words (or runs of words) replaced, longest first, each place once; upper and lower case differ.
std::string pronounce(std::string_view text, const std::map<std::string, std::string>& pronunciations);

// The part of `text` that had been spoken when the voice was at byte `spoken_end` of pronounce(text, …).
std::string part_spoken(std::string_view text, const std::map<std::string, std::string>& pronunciations,
                        std::uint32_t spoken_end);

// "a, b and c".
std::string spoken_list(const std::vector<std::string>& items);

}  // namespace parley
