// SPDX-License-Identifier: Apache-2.0
#include "parley/config/load_settings.hpp"
#include "setting_table.hpp"

namespace parley {
namespace {

constexpr std::string_view kHead =
    "# Configuration\n"
    "\n"
    "Made by `parley config reference`; a test compares this page with it.\n"
    "\n"
    "Defaults come first, then the YAML file (`--config FILE` or `PARLEY_CONFIG`; `config/default.yaml` shows its "
    "shape),\n"
    "then the environment. A key with a dot is a section and a name in the file: `sip.port` is `sip: { port: 5060 }`. "
    "Keys\n"
    "that are unknown, and values that are out of range, keep the server from starting; `parley config check` lists "
    "all of\n"
    "them at once, `parley config print` shows what holds. Values of secrets are never printed, logged or served.\n"
    "\n"
    "What organizations want from their agents is no setting: [organizations.md](organizations.md).\n";

// A bar would end the cell of a table.
std::string cell(const std::string& text) {
  std::string out;
  for (const char c : text) out += c == '|' ? std::string("\\|") : std::string(1, c);
  return out;
}

std::string code(const std::string& text) { return text.empty() ? "empty" : "`" + cell(text) + "`"; }

std::string section_of(const std::string& key) {
  const auto dot = key.find('.');
  return dot == std::string::npos ? "" : key.substr(0, dot);
}

}  // namespace

std::string settings_reference() {
  const Settings defaults;
  std::string out(kHead);
  std::optional<std::string> section;
  for (const auto& row : setting_table()) {
    if (section != section_of(row.key)) {
      section = section_of(row.key);
      out += "\n## " + (section->empty() ? std::string("At the top") : *section) +
             "\n\n| Key | Variable | Default | Expected | Meaning |\n|---|---|---|---|---|\n";
    }
    out += "| `" + row.key + "` | `" + row.variable() + "` | " + code(row.write(defaults)) + " | " +
           cell(row.expected) + " | " + cell(row.about) + (row.secret ? " **Secret.**" : "") + " |\n";
  }
  return out;
}

}  // namespace parley
