// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "parley/config/load_settings.hpp"
#include "setting_table.hpp"

namespace parley {
namespace {

TEST(SettingsReference, EverySettingHasARow) {
  const auto page = settings_reference();
  for (const auto& row : setting_table()) {
    EXPECT_NE(page.find("| `" + row.key + "` | `" + row.variable() + "` |"), std::string::npos) << row.key;
  }
  EXPECT_NE(
      page.find("| `sip.port` | `PARLEY_SIP_PORT` | `5060` | a whole number from 0 to 65535 | UDP and TCP; 0: any "
                "free one |"),
      std::string::npos);
}

TEST(SettingsReference, SecretsAreMarked) {
  std::istringstream page(settings_reference());
  std::size_t marked = 0;
  std::size_t secrets = 0;
  for (std::string line; std::getline(page, line);) marked += line.find("**Secret.**") != std::string::npos ? 1 : 0;
  for (const auto& row : setting_table()) secrets += row.secret ? 1 : 0;
  EXPECT_EQ(marked, secrets);
}

TEST(SettingsReference, ThePageIsInStep) {
  std::ifstream file(PARLEY_SOURCE_DIR "/docs/configuration.md");
  std::ostringstream shipped;
  shipped << file.rdbuf();
  EXPECT_EQ(shipped.str(), settings_reference()) << "run: parley config reference > docs/configuration.md";
}

}  // namespace
}  // namespace parley
