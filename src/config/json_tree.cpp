// SPDX-License-Identifier: Apache-2.0
#include "json_tree.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "field_reader.hpp"
#include "parley/config/organization_document.hpp"
#include "text_check.hpp"

namespace parley {
namespace {

// nlohmann's SAX interface; false ends the parse.
class TreeBuilder final : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit TreeBuilder(YamlTree& tree) : tree_(tree) {}

  bool null() override { return add(YamlNode::Kind::null) != nullptr; }
  bool boolean(bool value) override { return scalar(YamlNode::Form::flag, value ? "true" : "false"); }
  bool number_integer(std::int64_t value) override { return scalar(YamlNode::Form::number, std::to_string(value)); }
  bool number_unsigned(std::uint64_t value) override { return scalar(YamlNode::Form::number, std::to_string(value)); }
  bool number_float(double, const std::string& text) override { return scalar(YamlNode::Form::number, text); }
  bool string(std::string& value) override {
    if (auto wrong = check_text_bytes(value)) return refuse(std::move(wrong->message));
    return scalar(YamlNode::Form::text, std::move(value));
  }
  bool binary(nlohmann::json::binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(YamlNode::Kind::map); }
  bool start_array(std::size_t) override { return open(YamlNode::Kind::list); }
  bool end_array() override { return close(); }
  bool end_object() override {
    std::set<std::string_view> seen;
    for (const auto& [key, value] : open_.back()->entries) {
      if (seen.insert(key.text).second) continue;
      tree_.faults.push_back({key.line, "key '" + shown(key.text) + "' is given twice"});
    }
    return close();
  }
  bool key(std::string& name) override {
    auto& entry = open_.back()->entries.emplace_back();
    entry.first.kind = YamlNode::Kind::scalar;
    entry.first.form = YamlNode::Form::text;
    entry.first.line = places_ + 1;
    entry.first.text = std::move(name);
    return true;
  }
  bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception& error) override {
    // Without the bytes last read, which may be no UTF-8, and without the library's own number of the error.
    std::string_view reason = error.what();
    if (const auto end = reason.find("] "); end != std::string_view::npos) reason.remove_prefix(end + 2);
    reason = reason.substr(0, reason.find("; last read"));
    return refuse("not JSON: " + std::string(reason));
  }

 private:
  bool refuse(std::string message) {
    tree_.faults.push_back({std::max(places_, 1), std::move(message)});
    return false;
  }
  YamlNode* add(YamlNode::Kind kind) {
    if (static_cast<std::size_t>(places_) >= kJsonNodes) {
      refuse("more than " + std::to_string(kJsonNodes) + " values");
      return nullptr;
    }
    YamlNode* place = &tree_.root;
    if (!open_.empty()) {
      auto& parent = *open_.back();
      place = parent.kind == YamlNode::Kind::list ? &parent.items.emplace_back() : &parent.entries.back().second;
    }
    place->kind = kind;
    place->line = ++places_;
    return place;
  }
  bool scalar(YamlNode::Form form, std::string text) {
    auto* node = add(YamlNode::Kind::scalar);
    if (node == nullptr) return false;
    node->form = form;
    node->quoted = form == YamlNode::Form::text;
    node->text = std::move(text);
    return true;
  }
  bool open(YamlNode::Kind kind) {
    if (open_.size() >= kYamlDepth) return refuse("nested deeper than " + std::to_string(kYamlDepth) + " levels");
    auto* node = add(kind);
    if (node == nullptr) return false;
    open_.push_back(node);  // stays right: only the innermost open node grows
    return true;
  }
  bool close() {
    open_.pop_back();
    return true;
  }

  YamlTree& tree_;
  std::vector<YamlNode*> open_;
  int places_ = 0;
};

std::string escaped(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (c == '~') {
      out += "~0";
    } else if (c == '/') {
      out += "~1";
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace

YamlTree parse_json(std::string_view text) {
  YamlTree tree;
  if (text.size() > kJsonBytes) {
    tree.faults.push_back({1, "larger than " + std::to_string(kJsonBytes >> 20U) + " MiB"});
    return tree;
  }
  TreeBuilder builder(tree);
  tree.whole = nlohmann::json::sax_parse(text.begin(), text.end(), &builder);
  return tree;
}

std::string json_pointer(const YamlNode& root, int place) {
  std::string pointer;
  const YamlNode* node = &root;
  while (true) {
    if (node->kind == YamlNode::Kind::map) {
      const auto after = std::partition_point(node->entries.begin(), node->entries.end(),
                                              [&](const YamlEntry& entry) { return entry.first.line <= place; });
      if (after == node->entries.begin()) return pointer;
      const auto& entry = *(after - 1);
      pointer += "/" + escaped(entry.first.text);
      node = &entry.second;
    } else {
      const auto after = std::partition_point(node->items.begin(), node->items.end(),
                                              [&](const YamlNode& item) { return item.line <= place; });
      if (after == node->items.begin()) return pointer;
      pointer += "/" + std::to_string(after - node->items.begin() - 1);
      node = &*(after - 1);
    }
  }
}

}  // namespace parley
