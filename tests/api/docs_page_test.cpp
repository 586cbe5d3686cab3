// SPDX-License-Identifier: Apache-2.0
#include "docs_page.hpp"

#include <gtest/gtest.h>

#include "openapi.hpp"
#include "resources.hpp"
#include "schemas.hpp"

namespace parley {
namespace {

TEST(DocsPage, ShowsEveryOperationAndSchema) {
  const auto document = openapi_document(all_endpoints(), all_schemas(), "1.2.3");
  const auto html = docs_html(document.dump());
  for (const auto& [path, operations] : document["paths"].items()) {
    for (const auto& [verb, operation] : operations.items()) {
      EXPECT_NE(html.find("id=\"" + operation["operationId"].get<std::string>() + "\""), std::string::npos) << path;
    }
  }
  for (const auto& [name, schema] : document["components"]["schemas"].items()) {
    EXPECT_NE(html.find("<article id=\"" + name + "\">"), std::string::npos) << name;
  }
  EXPECT_EQ(html.find("http://"), std::string::npos) << "nothing from elsewhere";
  EXPECT_EQ(html.find("<script"), std::string::npos);
}

TEST(DocsPage, EscapesWhatItShows) { EXPECT_EQ(escape_html("<a href=\"x\">&"), "&lt;a href=&quot;x&quot;&gt;&amp;"); }

TEST(DocsPage, HasAStrictPolicy) {
  const auto document = openapi_document({}, Json::object(), "1");
  const auto page = docs_page(document.dump());
  EXPECT_TRUE(page.headers.get("Content-Security-Policy").starts_with("default-src 'none'; style-src 'self';"));
  EXPECT_EQ(docs_stylesheet().headers.get("Content-Type"), "text/css; charset=utf-8");
}

}  // namespace
}  // namespace parley
