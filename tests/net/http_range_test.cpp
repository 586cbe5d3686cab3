// SPDX-License-Identifier: Apache-2.0
#include "http_range.hpp"

#include <gtest/gtest.h>

#include <ostream>

namespace parley {

void PrintTo(const HttpRange& range, std::ostream* out) {
  *out << static_cast<int>(range.kind) << " " << range.first << "+" << range.length;
}

namespace {

TEST(HttpRange, IsCutToTheFile) {
  using Kind = HttpRange::Kind;
  struct Case {
    const char* header;
    std::uint64_t size;
    HttpRange range;
  };
  for (const auto& [header, size, range] : {Case{"bytes=0-99", 1000, {Kind::part, 0, 100}},
                                            Case{"bytes=900-", 1000, {Kind::part, 900, 100}},
                                            Case{"bytes=-1", 1000, {Kind::part, 999, 1}},
                                            Case{"bytes=-5000", 1000, {Kind::part, 0, 1000}},
                                            Case{"bytes=999-5000", 1000, {Kind::part, 999, 1}},
                                            Case{"bytes=0-0", 1, {Kind::part, 0, 1}},
                                            Case{"bytes=5-99999999999999999999999", 10, {Kind::part, 5, 5}},
                                            Case{"bytes=1000-", 1000, {Kind::unsatisfiable, 0, 0}},
                                            Case{"bytes=-0", 1000, {Kind::unsatisfiable, 0, 0}},
                                            Case{"bytes=0-", 0, {Kind::unsatisfiable, 0, 0}},
                                            Case{"bytes=-1", 0, {Kind::unsatisfiable, 0, 0}},
                                            Case{"bytes=99999999999999999999999-", 10, {Kind::unsatisfiable, 0, 0}},
                                            Case{"", 1000, {Kind::whole, 0, 1000}},
                                            Case{"items=0-1", 1000, {Kind::whole, 0, 1000}},
                                            Case{"bytes=5-4", 1000, {Kind::whole, 0, 1000}},
                                            Case{"bytes=0-1,5-6", 1000, {Kind::whole, 0, 1000}},
                                            Case{"bytes=-", 1000, {Kind::whole, 0, 1000}},
                                            Case{"bytes=a-b", 1000, {Kind::whole, 0, 1000}},
                                            Case{"bytes=1-2-3", 1000, {Kind::whole, 0, 1000}},
                                            Case{"bytes=12", 1000, {Kind::whole, 0, 1000}}}) {
    EXPECT_EQ(parse_range(header, size), range) << header << " of " << size;
  }
}

}  // namespace
}  // namespace parley
