// SPDX-License-Identifier: Apache-2.0
#include "openapi.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "resources.hpp"
#include "schemas.hpp"

namespace parley {
namespace {

std::vector<Endpoint> described() {
  auto all = all_endpoints();
  for (auto& one : doors_of_others()) all.push_back(std::move(one));
  return all;
}

Json document() { return openapi_document(described(), all_schemas(), "1.2.3"); }

void each_reference(const Json& json, std::set<std::string>& names) {
  if (json.is_object() && json.contains("$ref")) names.insert(json["$ref"].get<std::string>().substr(21));
  if (json.is_structured()) {
    for (const auto& item : json) each_reference(item, names);
  }
}

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST(OpenApi, EveryReferenceHasItsSchemaAndEverySchemaIsUsed) {
  const auto whole = document();
  std::set<std::string> used;
  each_reference(whole, used);
  std::set<std::string> there;
  for (const auto& [name, schema] : whole["components"]["schemas"].items()) there.insert(name);
  for (const auto& name : used) EXPECT_TRUE(there.contains(name)) << name;
  there.erase("RateLimit");  // of a setting's value, which is any JSON
  there.erase("RouterSetting");
  for (const auto& name : there) EXPECT_TRUE(used.contains(name)) << name << " is not used";
}

TEST(OpenApi, EveryOperationIsToldInFull) {
  std::set<std::string> ids;
  const auto whole = document();
  EXPECT_EQ(whole["openapi"], "3.1.0");
  for (const auto& [path, operations] : whole["paths"].items()) {
    for (const auto& [verb, operation] : operations.items()) {
      const auto name = verb + " " + path;
      EXPECT_TRUE(ids.insert(operation["operationId"].get<std::string>()).second) << name;
      EXPECT_FALSE(operation["summary"].get<std::string>().empty()) << name;
      EXPECT_FALSE(operation["responses"].empty()) << name;
      EXPECT_TRUE(operation.contains("security")) << name;
      for (const auto& [status, response] : operation["responses"].items()) {
        EXPECT_FALSE(response["description"].get<std::string>().empty()) << name << " " << status;
      }
      if (path.starts_with("/v1/") && operation["tags"][0] != "doors") {
        for (const char* status : {"401", "429", "503"}) {
          EXPECT_TRUE(operation["responses"].contains(status)) << name << " " << status;
        }
      }
    }
  }
}

TEST(OpenApi, EveryChangeOfAVersionedObjectAsksForItsVersion) {
  for (const auto& endpoint : all_endpoints()) {
    const bool gives_etag = endpoint.method == "PUT" || endpoint.method == "PATCH";
    if (!gives_etag || endpoint.pattern.starts_with("/v1/callbacks")) continue;
    const bool told = std::any_of(endpoint.parameters.begin(), endpoint.parameters.end(),
                                  [](const auto& one) { return one.name == "If-Match"; });
    EXPECT_TRUE(told) << endpoint.name();
  }
}

TEST(OpenApi, EveryPostThatActsMayBeSentAgain) {
  for (const auto& endpoint : all_endpoints()) {
    EXPECT_TRUE(endpoint.method != "POST" || endpoint.once) << endpoint.name();
  }
}

// Routes that other modules add beside the table, found where they are added.
TEST(OpenApi, RoutesOfOtherModulesAreDescribed) {
  std::set<std::string> names;
  for (const auto& endpoint : described()) names.insert(endpoint.pattern);
  const std::regex literal(R"re("(/v1/[a-z0-9/_{}-]+)")re");
  std::size_t found = 0;
  for (const char* folder : {"src/app", "src/carriers", "include/parley/carriers"}) {
    for (const auto& file : std::filesystem::directory_iterator(std::filesystem::path(PARLEY_SOURCE_DIR) / folder)) {
      const auto text = text_of(file.path());
      for (std::sregex_iterator match(text.begin(), text.end(), literal), end; match != end; ++match) {
        ++found;
        EXPECT_TRUE(names.contains((*match)[1])) << (*match)[1] << " of " << file.path();
      }
    }
  }
  EXPECT_GE(found, 3U) << "the browser's door and Twilio's two";
}

}  // namespace
}  // namespace parley
