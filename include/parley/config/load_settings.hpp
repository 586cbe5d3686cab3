// SPDX-License-Identifier: Apache-2.0
// Settings from a YAML file and PARLEY_… variables, checked whole: every fault is found, not just the first.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parley/config/settings.hpp"

namespace parley {

using Environment = std::map<std::string, std::string>;

struct SettingFault {
  std::string source;    // "FILE:LINE" or "environment PARLEY_…"
  std::string key;       // "sip.port"; empty when the file as a whole is at fault
  std::string given;     // secrets are masked
  std::string expected;  // the range, or what to write instead

  friend bool operator==(const SettingFault&, const SettingFault&) = default;
};
// One line for people: where, what was given, what is expected.
std::string to_string(const SettingFault& fault);

struct LoadedSettings {
  Settings settings;                 // right only when there are no faults
  std::vector<SettingFault> faults;  // in the order of file, then environment
  std::vector<std::string> notices;  // harmless but worth a log line
};

// Defaults, then the file (when given), then the environment. Variables without the prefix PARLEY_ are ignored.
LoadedSettings load_settings(const std::optional<std::string>& path, const Environment& environment);
// The same from text; `file` is its name in faults.
LoadedSettings parse_settings(std::string_view yaml, const std::string& file, const Environment& environment);

// The process's own environment.
Environment process_environment();

// YAML with a comment for every key; secrets are masked. config/default.yaml is this for Settings{}.
std::string print_settings(const Settings& settings);
// A page about every setting, in Markdown: docs/configuration.md.
std::string settings_reference();

}  // namespace parley
