// SPDX-License-Identifier: Apache-2.0
#include "http_target.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

TEST(PercentDecode, RefusesBrokenCodes) {
  EXPECT_EQ(percent_decode("a%2Fb%c3%a9", false), "a/b\xc3\xa9");
  EXPECT_EQ(percent_decode("a+b", true), "a b");
  EXPECT_EQ(percent_decode("a+b", false), "a+b");
  EXPECT_EQ(percent_decode("%41", false), "A") << "a code at the very end";
  for (const char* broken : {"%", "%4", "a%", "%zz", "%4g"})
    EXPECT_EQ(percent_decode(broken, false), std::nullopt) << broken;
}

TEST(ParseTarget, SplitsPathAndQuery) {
  const auto target = parse_target("/v1/calls?limit=5&&cursor=1%2e2&flag&a=b=c#frag");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->path, "/v1/calls");
  const std::vector<std::pair<std::string, std::string>> query = {
      {"limit", "5"}, {"cursor", "1.2"}, {"flag", ""}, {"a", "b=c"}};
  EXPECT_EQ(target->query, query);
}

TEST(ParseTarget, TakesTheAbsoluteFormToo) { EXPECT_EQ(parse_target("http://host:8080/livez?x=1")->path, "/livez"); }

TEST(ParseTarget, RefusesEverythingElse) {
  for (const char* wrong : {"", "*", "livez", "host:443", "/%", "/a%00b", "/?x=%", "http://host", "http://host?x"}) {
    EXPECT_FALSE(parse_target(wrong)) << wrong;
  }
}

TEST(ParseHttpAddress, TakesHostPortAndTarget) {
  const auto plain = parse_http_address("http://localhost/");
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->host, "localhost");
  EXPECT_EQ(plain->port, 80);
  const auto whole = parse_http_address("http://127.0.0.1:8080?verbose#x");
  ASSERT_TRUE(whole);
  EXPECT_EQ(whole->port, 8080);
  EXPECT_EQ(whole->target, "/?verbose");
  EXPECT_EQ(whole->host_field, "127.0.0.1:8080");
  const auto six = parse_http_address("http://[::1]:81/a");
  ASSERT_TRUE(six);
  EXPECT_EQ(six->host, "::1");
  EXPECT_EQ(six->port, 81);
  EXPECT_EQ(six->host_field, "[::1]:81");
  EXPECT_EQ(parse_http_address("http://[::1]/")->port, 80);
}

TEST(ParseHttpAddress, RefusesEverythingElse) {
  for (const char* wrong : {"", "https://host/", "host/", "http://", "http://:80/", "http://host:0/",
                            "http://host:99999/", "http://host:x/", "http://user@host/", "http://ho st/",
                            "http://host/a b", "http://host/\r\n", "http://[::1/", "http://::1]/"}) {
    EXPECT_FALSE(parse_http_address(wrong)) << wrong;
  }
}

}  // namespace
}  // namespace parley
