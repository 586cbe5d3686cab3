// SPDX-License-Identifier: Apache-2.0
// One row a setting: reading, checking, the environment and printing all go by this table.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parley/config/settings.hpp"

namespace parley {

struct SettingRow {
  std::string key;       // "sip.port": section and name, or a name at the top
  std::string about;     // one line for people, with the unit where the name does not say it
  std::string expected;  // the range in words
  bool secret = false;
  bool number = false;  // printed without quotes
  // False when `text` is not as expected; then the settings are unchanged.
  std::function<bool(Settings&, const std::string& text)> read;
  std::function<std::string(const Settings&)> write;

  // "PARLEY_SIP_PORT"
  std::string variable() const;
};

const std::vector<SettingRow>& setting_table();

inline constexpr std::string_view kMaskedSecret = "********";

}  // namespace parley
