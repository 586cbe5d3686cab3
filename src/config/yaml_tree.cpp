// SPDX-License-Identifier: Apache-2.0
#include "yaml_tree.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <sstream>

namespace parley {
namespace {

// Ends the parse; the message is already a fault of the tree.
struct Refused {};

class TreeBuilder final : public YAML::EventHandler {
 public:
  explicit TreeBuilder(YamlTree& tree) : tree_(tree) {}

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override { add(YamlNode::Kind::null, mark, anchor); }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    refuse(line_of(mark), "aliases (*name) are not supported; write the value out");
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    auto& node = add(YamlNode::Kind::scalar, mark, anchor);
    node.text = value;
    node.quoted = tag == "!";
    if (!node.quoted && (value == "~" || value == "null")) {
      node.kind = YamlNode::Kind::null;
      node.text.clear();
    }
    if (tag.size() > 1) fault(node.line, "tags (" + tag + ") are not supported");
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(add(YamlNode::Kind::list, mark, anchor));
  }
  void OnSequenceEnd() override { open_.pop_back(); }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(add(YamlNode::Kind::map, mark, anchor));
  }
  void OnMapEnd() override {
    check_keys(*open_.back().node);
    open_.pop_back();
  }

 private:
  struct Level {
    YamlNode* node;
    bool key_next = true;  // of a map
  };

  static int line_of(const YAML::Mark& mark) { return mark.line + 1; }

  void fault(int line, std::string message) { tree_.faults.push_back({line, std::move(message)}); }
  [[noreturn]] void refuse(int line, std::string message) {
    fault(line, std::move(message));
    throw Refused{};
  }

  YamlNode& add(YamlNode::Kind kind, const YAML::Mark& mark, YAML::anchor_t anchor) {
    const int line = line_of(mark);
    if (anchor != 0) refuse(line, "anchors (&name) are not supported; write the value out");
    if (++nodes_ > kYamlNodes) refuse(line, "more than " + std::to_string(kYamlNodes) + " values");
    YamlNode& place = next_place(kind, line);
    place.kind = kind;
    place.line = line;
    return place;
  }

  // Pointers to open nodes stay right: only the innermost open node grows.
  YamlNode& next_place(YamlNode::Kind kind, int line) {
    if (open_.empty()) return tree_.root;
    Level& level = open_.back();
    if (level.node->kind == YamlNode::Kind::list) return level.node->items.emplace_back();
    level.key_next = !level.key_next;
    if (level.key_next) return level.node->entries.back().second;
    if (kind != YamlNode::Kind::scalar) refuse(line, "a key must be a word");
    return level.node->entries.emplace_back().first;
  }

  void open(YamlNode& node) {
    if (open_.size() >= kYamlDepth) refuse(node.line, "nested deeper than " + std::to_string(kYamlDepth) + " levels");
    open_.push_back({&node});
  }

  void check_keys(const YamlNode& map) {
    std::map<std::string_view, int> first_line;
    for (const auto& [key, value] : map.entries) {
      const auto [place, is_new] = first_line.emplace(key.text, key.line);
      if (is_new) continue;
      fault(key.line, "key '" + key.text + "' is given twice; first in line " + std::to_string(place->second));
    }
  }

  YamlTree& tree_;
  std::vector<Level> open_;
  std::size_t nodes_ = 0;
};

// yaml-cpp takes byte 4 for the end of its input, and YAML 1.2 §5.1 allows no other control bytes either.
void find_control_bytes(std::string_view text, YamlTree& tree) {
  int line = 1;
  for (const char c : text) {
    if (c == '\n') ++line;
    const auto byte = static_cast<unsigned char>(c);
    if ((byte < 0x20 && c != '\n' && c != '\r' && c != '\t') || byte == 0x7f) {
      tree.faults.push_back({line, "control byte " + std::to_string(byte) + " in the text"});
      return;
    }
  }
}

// Collects a second document only to say that there is one.
class NothingBuilder final : public YAML::EventHandler {
 public:
  explicit NothingBuilder(int& line) : line_(line) {}
  void OnDocumentStart(const YAML::Mark& mark) override {
    line_ = mark.line + 1;
    throw Refused{};
  }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
  void OnAlias(const YAML::Mark&, YAML::anchor_t) override {}
  void OnScalar(const YAML::Mark&, const std::string&, YAML::anchor_t, const std::string&) override {}
  void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {}
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {}
  void OnMapEnd() override {}

 private:
  int& line_;
};

bool plain_is_safe(std::string_view text) {
  static constexpr std::string_view kWords[] = {"null", "true", "false", "yes", "no", "on", "off"};
  if (text.empty() || std::find(std::begin(kWords), std::end(kWords), text) != std::end(kWords)) return false;
  if (!std::isalpha(static_cast<unsigned char>(text.front())) && text.front() != '/' && text.front() != '.') {
    const bool number = std::all_of(text.begin(), text.end(), [](char c) { return std::isdigit(c) || c == '.'; });
    return number && std::isdigit(static_cast<unsigned char>(text.front()));
  }
  return std::all_of(text.begin(), text.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '-' || c == '.' || c == '/';
  });
}

}  // namespace

YamlTree parse_yaml(std::string_view text) {
  YamlTree tree;
  if (text.size() > kYamlBytes) {
    tree.faults.push_back({0, "larger than 1 MiB (" + std::to_string(text.size()) + " bytes)"});
    return tree;
  }
  find_control_bytes(text, tree);
  if (!tree.faults.empty()) return tree;
  TreeBuilder builder(tree);
  int second_document = 0;
  NothingBuilder rest(second_document);
  try {
    std::istringstream input{std::string(text)};
    YAML::Parser parser(input);
    if (parser.HandleNextDocument(builder)) parser.HandleNextDocument(rest);
    tree.whole = true;
  } catch (const Refused&) {
    if (second_document > 0) tree.faults.push_back({second_document, "a second document; one file, one document"});
  } catch (const YAML::Exception& error) {
    tree.faults.push_back({error.mark.is_null() ? 0 : error.mark.line + 1, "not YAML: " + error.msg});
  } catch (const std::exception& error) {
    tree.faults.push_back({0, std::string("not YAML: ") + error.what()});
  }
  return tree;
}

std::string yaml_scalar(std::string_view text) {
  if (plain_is_safe(text)) return std::string(text);
  static constexpr char kHex[] = "0123456789abcdef";
  std::string quoted = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      quoted += '\\';
      quoted += c;
    } else if (c == '\n') {
      quoted += "\\n";
    } else if (c == '\t') {
      quoted += "\\t";
    } else if (byte < 0x20 || byte == 0x7f) {
      quoted += "\\x";
      quoted += kHex[byte >> 4];
      quoted += kHex[byte & 15];
    } else {
      quoted += c;
    }
  }
  return quoted + '"';
}

}  // namespace parley
