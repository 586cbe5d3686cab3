// SPDX-License-Identifier: Apache-2.0
#include "own_server.hpp"

#include <gtest/gtest.h>

#include <stdlib.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace parley::commands {
namespace {

namespace fs = std::filesystem;

std::size_t left_behind() {
  std::size_t count = 0;
  for (const auto& entry : fs::directory_iterator(fs::temp_directory_path())) {
    count += entry.path().filename().string().starts_with("parley-bench-");
  }
  return count;
}

TEST(OwnServer, OneThatEndsAtOnceIsReportedWithItsLastWordsAndLeavesNothing) {
  const auto before = left_behind();
  const auto program = fs::temp_directory_path() / ("parley_own_server_test_" + std::to_string(::getpid()));
  std::ofstream(program) << "#!/bin/sh\necho \"asked to $1 with $PARLEY_SIP_PORT $PARLEY_RTP_PORTS\" >&2\n"
                            "ls \"$PARLEY_ORGANIZATIONS_DIR\"\nenv | grep -c PARLEY_TURNS\nexit 3\n";
  fs::permissions(program, fs::perms::owner_all);
  ::setenv("PARLEY_TURNS_BARGE_IN_AFTER_MS", "100", 1);
  Organization organization;
  organization.key = OrganizationKey{"orders"};
  organization.name = "Orders";
  const auto server = OwnServer::start(program.string(), {organization});
  ::unsetenv("PARLEY_TURNS_BARGE_IN_AFTER_MS");
  fs::remove(program);
  ASSERT_FALSE(server);
  const auto& message = server.error().message;
  EXPECT_NE(message.find("ended before it was ready"), std::string::npos);
  EXPECT_NE(message.find("asked to serve with "), std::string::npos) << message;
  EXPECT_NE(message.find("orders.yaml"), std::string::npos) << message;
  EXPECT_NE(message.find("\n0\n"), std::string::npos) << "settings of the caller's environment leaked: " << message;
  EXPECT_EQ(left_behind(), before);
}

}  // namespace
}  // namespace parley::commands
