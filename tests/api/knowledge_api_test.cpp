// SPDX-License-Identifier: Apache-2.0
#include "stored_api_scene.hpp"

namespace parley {
namespace {

class KnowledgeApiOnPostgres : public test::StoredApiScene {
 protected:
  test::ApiAnswer import(const std::string& query, const std::string& body, const std::string& type = "text/markdown") {
    test::ApiRequest asked{"POST", "/v1/knowledge" + query, mine, body, {}};
    asked.headers.add("Content-Type", type);
    return ask(asked);
  }
  Json all() { return ask({"GET", "/v1/knowledge", mine, "", {}}).json()["data"]; }
};

TEST_F(KnowledgeApiOnPostgres, DocumentsAreImportedListedAndDeleted) {
  const auto first = import("?source=handbook.md", "# Parking\nIn the **yard**.\n\n# Dogs\nOutside.\n").json();
  EXPECT_EQ(first["added"], 2);
  EXPECT_EQ(first["removed"], 0);
  EXPECT_EQ(import("?source=prices.csv", "title,text\nChildren,Free.\n", "text/csv; charset=utf-8").json()["added"], 1);
  EXPECT_EQ(all().size(), 3U);
  EXPECT_EQ(all()[0]["text"], "In the yard.");
  EXPECT_EQ(ask({"GET", "/v1/knowledge?source=prices.csv", mine, "", {}}).json()["data"].size(), 1U);
  EXPECT_EQ(ask({"DELETE", "/v1/knowledge?source=handbook.md", mine, "", {}}).json()["removed"], 2);
  EXPECT_EQ(all().size(), 1U);
  EXPECT_EQ(ask({"DELETE", "/v1/knowledge?source=handbook.md", mine, "", {}}).status(), 404U);
  EXPECT_EQ(import("", "# Dogs\nOutside.\n").json()["sources"][0], "api");
  EXPECT_EQ(ask({"DELETE", "/v1/knowledge", mine, "", {}}).json()["removed"], 1);
}

TEST_F(KnowledgeApiOnPostgres, ABrokenImportChangesNothingAndNamesEveryRow) {
  ASSERT_EQ(import("", "title,text\nA,b\n", "text/csv").status(), 200U);
  const auto refused = import("", "title,text\n,b\nA,\n", "text/csv");
  EXPECT_EQ(refused.status(), 422U);
  ASSERT_EQ(refused.json()["errors"].size(), 2U);
  EXPECT_EQ(refused.json()["errors"][0]["row"], 2);
  EXPECT_EQ(refused.json()["errors"][1]["line"], 3);
  EXPECT_EQ(all().size(), 1U);
}

TEST_F(KnowledgeApiOnPostgres, ADryRunChangesNothing) {
  EXPECT_EQ(import("?dry_run=true", "# A\nb\n").json()["added"], 1);
  EXPECT_EQ(all().size(), 0U);
  EXPECT_EQ(import("?dry_run=maybe", "# A\nb\n").code(), "invalid_dry_run");
  EXPECT_EQ(ask({"GET", "/v1/knowledge?cursor=odd", mine, "", {}}).code(), "invalid_cursor");
}

}  // namespace
}  // namespace parley
