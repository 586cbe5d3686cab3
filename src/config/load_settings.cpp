// SPDX-License-Identifier: Apache-2.0
#include "parley/config/load_settings.hpp"

#include <algorithm>
#include <array>

#include "nearest_name.hpp"
#include "setting_table.hpp"
#include "text_file.hpp"
#include "yaml_tree.hpp"

// The process's environment (POSIX); declared here because <unistd.h> has no place in a pure module.
extern char** environ;  // NOLINT(readability-redundant-declaration)

namespace parley {
namespace {

constexpr std::string_view kPrefix = "PARLEY_";

// Named by the documentation but not read by the server itself.
constexpr std::array<std::string_view, 1> kReadElsewhere = {"PARLEY_CONFIG"};

class Loading {
 public:
  explicit Loading(LoadedSettings& loaded) : loaded_(loaded) {
    for (const auto& row : setting_table()) {
      keys_.push_back(row.key);
      variables_.push_back(row.variable());
    }
  }

  void file_fault(const std::string& source, const std::string& message) {
    loaded_.faults.push_back({source, "", "", message});
  }

  void read_tree(const YamlNode& root, const std::string& file) {
    if (root.kind == YamlNode::Kind::null) return;
    if (root.kind != YamlNode::Kind::map) {
      file_fault(at(file, root), "keys with values, as in 'sip: { port: 5060 }'");
      return;
    }
    for (const auto& [key, value] : root.entries) read_entry(key.text, key, value, file);
  }

  void read_environment(const Environment& environment) {
    for (const auto& [name, value] : environment) {
      if (!name.starts_with(kPrefix) || contains(kReadElsewhere, name)) continue;
      const std::string source = "environment " + name;
      const auto place = std::find(variables_.begin(), variables_.end(), name);
      if (place == variables_.end()) {
        const std::string given = value.empty() ? "" : std::string(kMaskedSecret);
        loaded_.faults.push_back({source, name, given, "a known variable" + suggestion(name, variables_)});
        continue;
      }
      set(setting_table()[static_cast<std::size_t>(place - variables_.begin())], value, source);
    }
  }

 private:
  template <class Names>
  static bool contains(const Names& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  }
  static std::string at(const std::string& file, const YamlNode& node) {
    return file + ":" + std::to_string(node.line);
  }

  bool is_section(const std::string& key) const {
    return std::any_of(keys_.begin(), keys_.end(), [&](const auto& known) { return known.starts_with(key + "."); });
  }

  void read_entry(const std::string& path, const YamlNode& key, const YamlNode& value, const std::string& file) {
    const std::string source = at(file, key);
    const auto place = std::find(keys_.begin(), keys_.end(), path);
    if (place != keys_.end()) {
      read_value(setting_table()[static_cast<std::size_t>(place - keys_.begin())], value, source);
    } else if (path.find('.') == std::string::npos && is_section(path)) {
      if (value.kind == YamlNode::Kind::map) {
        for (const auto& [name, inner] : value.entries) read_entry(path + "." + name.text, name, inner, file);
      } else if (value.kind != YamlNode::Kind::null) {
        loaded_.faults.push_back({source, path, "a single value or a list", "keys with values under '" + path + ":'"});
      }
    } else {
      loaded_.faults.push_back({source, path, "", "a known key" + suggestion(path, names_near(path))});
    }
  }

  // A mistyped section is compared with sections, a mistyped name with names of its section first.
  std::vector<std::string> names_near(const std::string& path) const {
    if (path.find('.') != std::string::npos) return keys_;
    std::vector<std::string> names;
    for (const auto& key : keys_) {
      auto top = key.substr(0, key.find('.'));
      if (names.empty() || names.back() != top) names.push_back(std::move(top));
    }
    return names;
  }

  void read_value(const SettingRow& row, const YamlNode& value, const std::string& source) {
    if (value.kind == YamlNode::Kind::list || value.kind == YamlNode::Kind::map) {
      loaded_.faults.push_back({source, row.key, "a list or keys", row.expected});
    } else {
      set(row, value.text, source);
    }
  }

  void set(const SettingRow& row, const std::string& value, const std::string& source) {
    if (row.read(loaded_.settings, value)) return;
    const std::string given = row.secret ? std::string(kMaskedSecret) : value;
    loaded_.faults.push_back({source, row.key, given, row.expected});
  }

  LoadedSettings& loaded_;
  std::vector<std::string> keys_;
  std::vector<std::string> variables_;
};

// What each setting alone cannot tell.
void check_together(LoadedSettings& loaded) {
  if (!loaded.faults.empty()) return;
  const auto& settings = loaded.settings;
  const auto fault = [&](const char* key, const std::string& given, const char* expected) {
    loaded.faults.push_back({"settings taken together", key, given, expected});
  };
  const auto& turns = settings.turns;
  if (turns.silence_when_complete > turns.silence_when_unsure) {
    fault("turns.silence_when_complete_ms", std::to_string(turns.silence_when_complete.count()),
          "at most turns.silence_when_unsure_ms");
  }
  if (turns.silence_when_unsure > turns.silence_when_open) {
    fault("turns.silence_when_unsure_ms", std::to_string(turns.silence_when_unsure.count()),
          "at most turns.silence_when_open_ms");
  }
  if (settings.sip.port == settings.http.port && settings.sip.port != 0) {
    fault("http.port", std::to_string(settings.http.port), "another port than sip.port, which listens on TCP too");
  }
  if (settings.embedding.provider == "onnx") {
    if (settings.embedding.onnx_model.empty())
      fault("embedding.onnx_model", "", "a file, with embedding.provider onnx");
    if (settings.embedding.onnx_vocabulary.empty())
      fault("embedding.onnx_vocabulary", "", "a file, with embedding.provider onnx");
  }
  const auto pairs = (settings.rtp.ports.last - settings.rtp.ports.first + 1) / 2;
  if (static_cast<std::uint32_t>(pairs) < settings.calls.limit) {
    loaded.notices.push_back("rtp.ports has room for " + std::to_string(pairs) + " calls, calls.limit is " +
                             std::to_string(settings.calls.limit));
  }
}

void read_yaml(Loading& loading, std::string_view yaml, const std::string& file) {
  const auto tree = parse_yaml(yaml);
  for (const auto& fault : tree.faults) {
    loading.file_fault(file + (fault.line > 0 ? ":" + std::to_string(fault.line) : std::string()), fault.message);
  }
  if (tree.faults.empty()) loading.read_tree(tree.root, file);
}

}  // namespace

std::string to_string(const SettingFault& fault) {
  if (fault.key.empty()) return fault.source + ": " + fault.expected;
  std::string line = fault.source + ": " + fault.key;
  line += fault.given.empty() ? " is not right" : " is '" + fault.given + "'";
  return line + "; expected " + fault.expected;
}

LoadedSettings parse_settings(std::string_view yaml, const std::string& file, const Environment& environment) {
  LoadedSettings loaded;
  Loading loading(loaded);
  read_yaml(loading, yaml, file);
  loading.read_environment(environment);
  check_together(loaded);
  return loaded;
}

LoadedSettings load_settings(const std::optional<std::string>& path, const Environment& environment) {
  LoadedSettings loaded;
  Loading loading(loaded);
  if (path) {
    const auto text = read_text_file(*path, kYamlBytes);
    if (text) {
      read_yaml(loading, *text, *path);
    } else {
      loading.file_fault(*path, text.error().message);
    }
  }
  loading.read_environment(environment);
  check_together(loaded);
  return loaded;
}

Environment process_environment() {
  Environment environment;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view pair(*entry);
    const auto equals = pair.find('=');
    if (equals == std::string_view::npos) continue;
    environment.emplace(pair.substr(0, equals), pair.substr(equals + 1));
  }
  return environment;
}

std::string print_settings(const Settings& settings) {
  std::string text = "# Every setting with its default; each can be given as PARLEY_SECTION_KEY too.\n";
  std::string section;
  for (const auto& row : setting_table()) {
    const auto dot = row.key.find('.');
    const std::string row_section = dot == std::string::npos ? "" : row.key.substr(0, dot);
    if (row_section != section) {
      section = row_section;
      text += "\n" + section + ":\n";
    }
    const std::string indent = section.empty() ? "" : "  ";
    std::string value = row.write(settings);
    if (row.secret && !value.empty()) value = kMaskedSecret;
    text += indent + "# " + row.about + " (" + row.expected + ")\n";
    text += indent + row.key.substr(section.empty() ? 0 : dot + 1) + ": ";
    text += (row.number ? value : yaml_scalar(value)) + "\n";
  }
  return text;
}

}  // namespace parley
