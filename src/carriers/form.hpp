// SPDX-License-Identifier: Apache-2.0
// application/x-www-form-urlencoded, as webhooks carry it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley {

using FormFields = std::vector<std::pair<std::string, std::string>>;

// In order, decoded; nullopt for a broken percent code.
std::optional<FormFields> parse_form(std::string_view body);
std::string write_form(const FormFields& fields);
// The first one of that name; empty when there is none.
std::string_view field(const FormFields& fields, std::string_view name);

}  // namespace parley
