// SPDX-License-Identifier: Apache-2.0
#include "chain_links.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace parley::commands {
namespace {

TEST(ChainLinks, AreReadFromTheServersAnswer) {
  const auto links = read_links(
      R"({"status":"ready","chain":[{"name":"voice","state":"degraded","detail":"d","last_error":"e","remedy":"r"},
          {"name":"sip","state":"ok","last_error":null}]})");
  ASSERT_TRUE(links);
  EXPECT_EQ(*links, (std::vector<ChainLink>{{"voice", "degraded", "d", "e", "r"}, {"sip", "ok", "", "", ""}}));
  for (const auto* text : {"", "[]", "{}", "{\"chain\":1}", "{\"chain\":[1]}"}) EXPECT_FALSE(read_links(text)) << text;
}

TEST(ChainLinks, DegradedWorksBrokenAndStartingDoNot) {
  const auto with = [](const char* state) { return all_work({{"a", "ok", "", "", ""}, {"b", state, "", "", ""}}); };
  EXPECT_TRUE(with("ok"));
  EXPECT_TRUE(with("degraded"));
  EXPECT_FALSE(with("broken"));
  EXPECT_FALSE(with("starting"));
}

TEST(ChainLinks, SayWhatIsWrongAndWhatMendsIt) {
  const std::vector<ChainLink> links{{"sip", "ok", "5060", "", ""},
                                     {"voice", "broken", "", "no file", "scripts/setup"}};
  EXPECT_EQ(links_to_text(links),
            "sip    ok        5060\n"
            "voice  broken    \n"
            "       error: no file\n"
            "       to mend: scripts/setup\n");
  const auto json = nlohmann::json::parse(links_to_json(links));
  EXPECT_EQ(json["ok"], false);
  EXPECT_EQ(json["links"][1]["remedy"], "scripts/setup");
}

}  // namespace
}  // namespace parley::commands
