// SPDX-License-Identifier: Apache-2.0
#include "try_page.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>
#include <string>

namespace parley {
namespace {

std::string on_disk(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST(TryPageTest, ServesEveryFileOfItsFolderUnchanged) {
  const std::filesystem::path folder(PARLEY_SOURCE_DIR "/src/api/page");
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    const auto page = try_page(name == "try.html" ? "" : name);
    ASSERT_TRUE(page) << name;
    EXPECT_EQ(page->body, on_disk(entry.path())) << name;
    ++files;
  }
  EXPECT_GE(files, 10);
}

TEST(TryPageTest, LoadsNothingThatItDoesNotServe) {
  const std::string html = try_page("")->body;
  const std::regex loaded("(?:src|href)=\"(/try/[^\"]+)\"");
  int found = 0;
  for (auto at = std::sregex_iterator(html.begin(), html.end(), loaded); at != std::sregex_iterator(); ++at) {
    EXPECT_TRUE(try_page((*at)[1].str().substr(5))) << (*at)[1];
    ++found;
  }
  EXPECT_GE(found, 3);
}

TEST(TryPageTest, HasAStrictPolicyAndNothingInline) {
  for (const char* name : {"", "try.css", "try.js", "capture.js", "icon.svg"}) {
    const auto page = try_page(name);
    ASSERT_TRUE(page) << name;
    const std::string policy(page->headers.get("Content-Security-Policy"));
    EXPECT_TRUE(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self';")) << name;
    EXPECT_EQ(policy.find("unsafe"), std::string::npos);
    EXPECT_EQ(page->headers.get("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(page->headers.get("Referrer-Policy"), "no-referrer");
  }
  const std::string html = try_page("")->body;
  EXPECT_EQ(html.find("style="), std::string::npos);
  EXPECT_EQ(html.find("<style"), std::string::npos);
  EXPECT_FALSE(std::regex_search(html, std::regex("\\son[a-z]+=")));
  EXPECT_FALSE(std::regex_search(html, std::regex("<script(?![^>]*src=)")));
}

TEST(TryPageTest, HasNoOtherFiles) {
  for (const char* name : {"try.html", "../call_json.cpp", "TRY.JS", "x.js", "try.js/"}) {
    EXPECT_FALSE(try_page(name)) << name;
  }
}

}  // namespace
}  // namespace parley
