// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "free_ports.hpp"
#include "surroundings.hpp"

namespace parley::commands {
namespace {

namespace fs = std::filesystem;

TEST(DoctorCommand, NamesEveryBrokenLinkWithWhatMendsIt) {
  const auto path = fs::temp_directory_path() / ("parley_doctor_" + std::to_string(::getpid()) + ".yaml");
  std::ofstream(path) << "models_dir: /nonexistent\norganizations_dir: /nonexistent\nsip: { port: " << *free_port()
                      << " }\nhttp: { port: " << *free_port() << " }\n";
  test::Process process;
  EXPECT_EQ(doctor({"--config", path.string(), "--json"}, process.surroundings), 1);
  fs::remove(path);
  const auto json = nlohmann::json::parse(process.out.str());
  EXPECT_EQ(json["ok"], false);
  std::map<std::string, nlohmann::json> links;
  for (const auto& link : json["links"]) links[link["name"]] = link;
  EXPECT_EQ(links["settings"]["state"], "ok");
  EXPECT_EQ(links["voice"]["state"], "ok");
  EXPECT_NE(links["hearing model"]["state"], "ok");
  for (const auto* name : {"organizations", "server", "SIP by UDP", "SIP by TCP"}) {
    EXPECT_EQ(links[name]["state"], "broken") << name;
    EXPECT_NE(links[name]["remedy"], "") << name;
    EXPECT_NE(links[name]["last_error"], "") << name;
  }
}

TEST(DoctorCommand, WithWrongSettingsItStopsAtThem) {
  const auto path = fs::temp_directory_path() / ("parley_doctor_wrong_" + std::to_string(::getpid()) + ".yaml");
  std::ofstream(path) << "sip: { port: none }\n";
  test::Process process;
  EXPECT_EQ(doctor({"--config", path.string()}, process.surroundings), 1);
  fs::remove(path);
  EXPECT_NE(process.out.str().find("parley config check"), std::string::npos);
}

}  // namespace
}  // namespace parley::commands
