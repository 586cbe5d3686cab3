// SPDX-License-Identifier: Apache-2.0
#include "form.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

TEST(Form, ReadsWhatBrowsersAndCarriersWrite) {
  const auto fields = parse_form("From=%2B15551230000&To=%2b1555+9870000&Empty=&Bare&&x=a=b");
  ASSERT_TRUE(fields);
  EXPECT_EQ(*fields,
            (FormFields{{"From", "+15551230000"}, {"To", "+1555 9870000"}, {"Empty", ""}, {"Bare", ""}, {"x", "a=b"}}));
  EXPECT_EQ(field(*fields, "To"), "+1555 9870000");
  EXPECT_EQ(field(*fields, "nothing"), "");
  EXPECT_EQ(parse_form(""), FormFields());
}

TEST(Form, RefusesBrokenCodes) {
  for (const char* broken : {"a=%", "a=%2", "a=%zz", "%4=1"}) EXPECT_FALSE(parse_form(broken)) << broken;
}

TEST(Form, WhatIsWrittenIsReadAgain) {
  const FormFields fields{{"Twiml", "<Dial>+1 555&x=ü</Dial>"}, {"n", "a.b-c_d"}};
  EXPECT_EQ(parse_form(write_form(fields)), fields);
}

}  // namespace
}  // namespace parley
