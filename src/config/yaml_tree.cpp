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

#include "text_check.hpp"

namespace parley {
namespace {

// Ends the parse; the message is already a fault of the tree.
struct Refused {};

class TreeBuilder final : public YAML::EventHandler {
 public:
  explicit TreeBuilder(YamlTree& tree) : tree_(tree) {}

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto& node = add(YamlNode::Kind::null, mark);
    if (anchor != 0) anchored_[anchor] = node;
  }
  // The copy counts in full, so that aliases of aliases cannot grow beyond the bound.
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const int line = line_of(mark);
    const auto known = anchored_.find(anchor);
    if (known == anchored_.end()) refuse(line, "an alias (*name) within the value that it names");
    count(size_of(known->second), line);
    if (open_.size() + depth_of(known->second) > kYamlDepth) refuse_depth(line);
    YamlNode& place = next_place(known->second.kind, line);
    place = known->second;
    place.line = line;
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    auto& node = add(YamlNode::Kind::scalar, mark);
    node.text = value;
    node.quoted = tag == "!";
    if (!node.quoted && (value == "~" || value == "null")) {
      node.kind = YamlNode::Kind::null;
      node.text.clear();
    }
    if (anchor != 0) anchored_[anchor] = node;
    if (auto wrong = check_text_bytes(value)) fault(node.line, std::move(wrong->message));  // written as an escape
    if (tag.size() > 1) fault(node.line, "tags (" + tag + ") are not supported");
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(add(YamlNode::Kind::list, mark), anchor);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(add(YamlNode::Kind::map, mark), anchor);
  }
  void OnMapEnd() override {
    check_keys(*open_.back().node);
    close();
  }

 private:
  struct Level {
    YamlNode* node;
    YAML::anchor_t anchor = 0;
    bool key_next = true;  // of a map
  };

  static int line_of(const YAML::Mark& mark) { return mark.line + 1; }

  void fault(int line, std::string message) { tree_.faults.push_back({line, std::move(message)}); }
  [[noreturn]] void refuse(int line, std::string message) {
    fault(line, std::move(message));
    throw Refused{};
  }

  YamlNode& add(YamlNode::Kind kind, const YAML::Mark& mark) {
    const int line = line_of(mark);
    count(1, line);
    YamlNode& place = next_place(kind, line);
    place.kind = kind;
    place.line = line;
    return place;
  }

  void count(std::size_t nodes, int line) {
    nodes_ += nodes;
    if (nodes_ > kYamlNodes) refuse(line, "more than " + std::to_string(kYamlNodes) + " values");
  }
  static std::size_t size_of(const YamlNode& node) {
    std::size_t size = 1;
    for (const auto& item : node.items) size += size_of(item);
    for (const auto& [key, value] : node.entries) size += 1 + size_of(value);
    return size;
  }
  static std::size_t depth_of(const YamlNode& node) {
    std::size_t depth = 0;
    for (const auto& item : node.items) depth = std::max(depth, depth_of(item));
    for (const auto& [key, value] : node.entries) depth = std::max(depth, depth_of(value));
    return depth + 1;
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

  void open(YamlNode& node, YAML::anchor_t anchor) {
    if (open_.size() >= kYamlDepth) refuse_depth(node.line);
    open_.push_back({&node, anchor});
  }
  void close() {
    const Level level = open_.back();
    open_.pop_back();
    if (level.anchor != 0) anchored_[level.anchor] = *level.node;
  }
  [[noreturn]] void refuse_depth(int line) {
    refuse(line, "nested deeper than " + std::to_string(kYamlDepth) + " levels");
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
  std::map<YAML::anchor_t, YamlNode> anchored_;  // whole values by anchor
  std::size_t nodes_ = 0;
};

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

int last_line(std::string_view text) {
  const auto breaks = std::count(text.begin(), text.end(), '\n');
  return static_cast<int>(breaks) + (text.ends_with('\n') ? 0 : 1);
}

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
    tree.faults.push_back(
        {0, "larger than " + std::to_string(kYamlBytes >> 20U) + " MiB (" + std::to_string(text.size()) + " bytes)"});
    return tree;
  }
  // yaml-cpp takes byte 4 for the end of its input, and YAML 1.2 §5.1 allows no other control bytes either.
  if (auto fault = check_text_bytes(text)) {
    tree.faults.push_back({fault->line, std::move(fault->message)});
    return tree;
  }
  TreeBuilder builder(tree);
  int second_document = 0;
  NothingBuilder rest(second_document);
  try {
    // yaml-cpp 0.7 lets a quote that was never closed end with the last line; it refuses an end mark within a quote.
    std::istringstream input{std::string(text) + "\n...\n"};
    YAML::Parser parser(input);
    if (parser.HandleNextDocument(builder)) parser.HandleNextDocument(rest);
    tree.whole = true;
  } catch (const Refused&) {
    if (second_document > 0) tree.faults.push_back({second_document, "a second document; one file, one document"});
  } catch (const YAML::Exception& error) {
    const bool open_quote = error.msg == YAML::ErrorMsg::DOC_IN_SCALAR;
    const int line = error.mark.is_null() ? 0 : std::min(error.mark.line + 1, last_line(text));
    tree.faults.push_back({line, "not YAML: " + (open_quote ? "a quote is opened but never closed" : error.msg)});
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
