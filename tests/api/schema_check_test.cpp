// SPDX-License-Identifier: Apache-2.0
#include "schema_check.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

struct Case {
  const char* schema;
  const char* right;
  const char* wrong;
  const char* pointer;
};

TEST(SchemaCheck, FindsWhatIsWrongAndWhere) {
  const Case cases[] = {
      {R"({"type":"string"})", R"("a")", "1", ""},
      {R"({"type":["string","null"]})", "null", "1", ""},
      {R"({"type":"integer"})", "1", "1.5", ""},
      {R"({"type":"number","minimum":1,"maximum":2})", "1.5", "3", ""},
      {R"({"enum":["a",null]})", "null", R"("b")", ""},
      {R"({"const":"a"})", R"("a")", R"("b")", ""},
      {R"({"type":"string","minLength":1,"maxLength":2})", R"("ab")", R"("abc")", ""},
      {R"({"type":"string","minLength":1})", R"("a")", R"("")", ""},
      {R"({"type":"array","items":{"type":"string"}})", R"(["a"])", R"(["a",1])", "/1"},
      {R"({"type":"array","minItems":1,"uniqueItems":true})", "[1,2]", "[1,1]", ""},
      {R"({"type":"object","required":["a"]})", R"({"a":1})", "{}", ""},
      {R"({"type":"object","additionalProperties":false,"properties":{"a":{}}})", R"({"a":1})", R"({"a/b":1})",
       "/a~1b"},
      {R"({"type":"object","additionalProperties":{"type":"string"}})", R"({"x":"y"})", R"({"x":1})", "/x"},
      {R"({"properties":{"a":{"properties":{"b":{"type":"null"}}}}})", R"({"a":{"b":null}})", R"({"a":{"b":1}})",
       "/a/b"},
      {R"({"anyOf":[{"type":"null"},{"type":"string"}]})", R"("a")", "1", ""},
      {R"({"$ref":"#/components/schemas/Word"})", R"("a")", "1", ""},
      {R"(false)", "", "1", ""},
  };
  const auto schemas = Json::parse(R"({"Word":{"type":"string"}})");
  for (const auto& one : cases) {
    const auto schema = Json::parse(one.schema);
    if (*one.right != '\0') {
      EXPECT_TRUE(check_schema(Json::parse(one.right), schema, schemas).empty()) << one.schema << one.right;
    }
    const auto found = check_schema(Json::parse(one.wrong), schema, schemas);
    ASSERT_EQ(found.size(), 1U) << one.schema << one.wrong;
    EXPECT_EQ(found[0].pointer, one.pointer) << one.schema;
    EXPECT_FALSE(found[0].detail.empty());
  }
}

TEST(SchemaCheck, FindsEverythingAtOnce) {
  const auto schema = Json::parse(
      R"({"type":"object","required":["a","b"],"additionalProperties":false,"properties":{"a":{"type":"string"}}})");
  EXPECT_EQ(check_schema(Json::parse(R"({"a":1,"c":2})"), schema, Json::object()).size(), 3U);
}

}  // namespace
}  // namespace parley
