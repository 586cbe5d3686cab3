// SPDX-License-Identifier: Apache-2.0
#include "parley/router/route.hpp"

#include <gtest/gtest.h>

using namespace parley;

namespace {

// The spellings are those of the call record; programs outside read them.
TEST(Route, NamesAreThoseOfTheCallRecord) {
  EXPECT_EQ(to_string(RouteLayer::validation), "0");
  EXPECT_EQ(to_string(RouteLayer::rules), "1a");
  EXPECT_EQ(to_string(RouteLayer::meaning), "1b");
  EXPECT_EQ(to_string(RouteLayer::model), "2");
  EXPECT_EQ(to_string(RouteLayer::fallback), "fallback");
  const std::pair<RouteMethod, const char*> methods[] = {{RouteMethod::validation, "validation"},
                                                         {RouteMethod::exact, "exact"},
                                                         {RouteMethod::keyword, "keyword"},
                                                         {RouteMethod::typo, "typo"},
                                                         {RouteMethod::meaning, "meaning"},
                                                         {RouteMethod::knowledge, "knowledge"},
                                                         {RouteMethod::model, "model"},
                                                         {RouteMethod::journey, "journey"},
                                                         {RouteMethod::fallback, "fallback"},
                                                         {RouteMethod::router_off, "router_off"},
                                                         {RouteMethod::router_error, "router_error"}};
  for (const auto& [method, name] : methods) EXPECT_EQ(to_string(method), name);
  const std::pair<Refusal, const char*> refusals[] = {
      {Refusal::none, "none"},         {Refusal::empty, "empty"},        {Refusal::noise, "noise"},
      {Refusal::unclear, "unclear"},   {Refusal::too_long, "too_long"},  {Refusal::blocked, "blocked"},
      {Refusal::repeated, "repeated"}, {Refusal::too_often, "too_often"}};
  for (const auto& [refusal, name] : refusals) EXPECT_EQ(to_string(refusal), name);
}

}  // namespace
