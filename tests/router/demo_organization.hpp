// SPDX-License-Identifier: Apache-2.0
// Reads what routing needs of config/organizations/demo.yaml. YAML proper belongs to config; this knows just the forms
// that the file uses: block maps and lists by indentation, flow lists, quoted scalars, anchors and aliases.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "parley/core/organization.hpp"

namespace parley::test {

class DemoReader {
 public:
  static Organization read(const std::string& path) {
    std::ifstream file(path);
    EXPECT_TRUE(file) << path;
    DemoReader reader;
    for (std::string line; std::getline(file, line);) reader.line(line);
    reader.organization_.key.value = "demo";
    return std::move(reader.organization_);
  }

 private:
  using List = std::vector<std::string>;

  void line(const std::string& raw) {
    const auto start = raw.find_first_not_of(' ');
    if (start == std::string::npos || raw[start] == '#') return;
    text_ = raw;
    at_ = start;
    if (start == 0) section_.clear();
    bool item = false;
    auto indent = start;
    while (text_.compare(at_, 2, "- ") == 0) {
      item = true;
      at_ += 2;
      indent += 2;
    }
    if (text_[at_] == '"' || text_[at_] == '&' || text_[at_] == '*') return entry(scalar());
    const auto colon = text_.find(':', at_);
    const auto key = text_.substr(at_, colon - at_);
    at_ = colon + 1;
    skip_blanks();
    if (indent == 0 || (indent == 4 && section_ != "organization")) section_ = key;
    field(key, item, indent);
  }

  void field(const std::string& key, bool item, std::size_t indent) {
    if (key == "organization" || key == "fallback") return;
    if (key == "key" && item) {
      organization_.patterns.emplace_back();
      organization_.patterns.back().key = scalar();
    } else if (key == "blocklist") {
      organization_.blocklist = list();
    } else if (key == "name" && indent == 2) {
      organization_.name = scalar();
    } else if (key == "timezone") {
      organization_.timezone = scalar();
    } else if (!organization_.patterns.empty()) {
      pattern_field(organization_.patterns.back(), key, item);
    }
  }

  void pattern_field(Pattern& pattern, const std::string& key, bool item) {
    if (key == "reply") pattern.reply = scalar();
    if (key == "offers") pattern.offers = scalar();
    if (key != "any" && key != "all" && key != "none" && key != "max_words") return;
    if (item) pattern.keywords.emplace_back();
    auto& rule = pattern.keywords.back();
    list_ = key;
    if (at_ >= text_.size()) return;  // the list follows in lines of its own
    if (key == "any") rule.any = list();
    if (key == "all") rule.all = list();
    if (key == "none") rule.none = list();
    if (key == "max_words") rule.max_words = static_cast<std::uint32_t>(std::stoul(scalar()));
  }

  void entry(const std::string& value) {
    if (section_ == "phrases") organization_.phrases.push_back(value);
    if (section_ == "examples") organization_.patterns.back().examples.push_back(value);
    if (section_ == "keywords" && list_ == "all") organization_.patterns.back().keywords.back().all.push_back(value);
  }

  void skip_blanks() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
  }

  std::string name() {
    const auto start = at_;
    while (at_ < text_.size() && (std::isalnum(static_cast<unsigned char>(text_[at_])) || text_[at_] == '_')) ++at_;
    return text_.substr(start, at_ - start);
  }

  std::string scalar() {
    skip_blanks();
    std::string anchor;
    if (text_[at_] == '*') {
      ++at_;
      return scalars_.at(name());
    }
    if (text_[at_] == '&') {
      ++at_;
      anchor = name();
      skip_blanks();
    }
    std::string value;
    if (text_[at_] == '"') {
      for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) {
        if (text_[at_] == '\\') ++at_;
        value.push_back(text_[at_]);
      }
      ++at_;
    } else {
      const auto end = std::min(text_.find_first_of(",]", at_), text_.size());
      value = text_.substr(at_, end - at_);
      at_ = end;
    }
    if (!anchor.empty()) scalars_[anchor] = value;
    return value;
  }

  List list() {
    std::string anchor;
    if (text_[at_] == '*') {
      ++at_;
      return lists_.at(name());
    }
    if (text_[at_] == '&') {
      ++at_;
      anchor = name();
      skip_blanks();
    }
    EXPECT_EQ(text_[at_], '[') << text_;
    List values;
    for (++at_; at_ < text_.size() && text_[at_] != ']'; skip_blanks()) {
      values.push_back(scalar());
      skip_blanks();
      if (text_[at_] == ',') ++at_;
    }
    if (!anchor.empty()) lists_[anchor] = values;
    return values;
  }

  Organization organization_;
  std::string text_;
  std::size_t at_ = 0;
  std::string section_;
  std::string list_;
  std::map<std::string, std::string> scalars_;
  std::map<std::string, List> lists_;
};

struct Wording {
  std::string pattern;  // "fallback": none may answer
  std::string text;
};

inline std::vector<Wording> read_wordings(const std::string& path) {
  std::ifstream file(path);
  EXPECT_TRUE(file) << path;
  std::vector<Wording> wordings;
  for (std::string line; std::getline(file, line);) {
    const auto comma = line.find(',');
    if (line.empty() || line[0] == '#' || comma == std::string::npos) continue;
    wordings.push_back({line.substr(0, comma), line.substr(comma + 1)});
  }
  return wordings;
}

}  // namespace parley::test
