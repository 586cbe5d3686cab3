// SPDX-License-Identifier: Apache-2.0
#include "parley/config/load_settings.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace parley {
namespace {

std::vector<std::string> lines_of(const LoadedSettings& loaded) {
  std::vector<std::string> lines;
  for (const auto& fault : loaded.faults) lines.push_back(to_string(fault));
  return lines;
}

TEST(LoadSettings, NothingGivenMeansDefaults) {
  const auto loaded = load_settings(std::nullopt, {});
  EXPECT_TRUE(loaded.faults.empty());
  EXPECT_EQ(loaded.settings, Settings{});
}

TEST(LoadSettings, TheEnvironmentOverridesTheFile) {
  const auto loaded =
      parse_settings("sip: { port: 5070, bind: 0.0.0.0, advertise: 203.0.113.5 }\nstate_dir: /var/p\n", "p.yaml",
                     {{"PARLEY_SIP_PORT", "5080"}, {"PARLEY_RTP_PORTS", "20000-20099"}, {"HOME", "/root"}});
  ASSERT_TRUE(loaded.faults.empty()) << to_string(loaded.faults.front());
  EXPECT_EQ(loaded.settings.sip.port, 5080);
  EXPECT_EQ(loaded.settings.sip.bind, "0.0.0.0");
  EXPECT_EQ(loaded.settings.sip.advertise, "203.0.113.5");
  EXPECT_EQ(loaded.settings.state_dir, "/var/p");
  EXPECT_EQ(loaded.settings.rtp.ports, (PortRange{20000, 20099}));
}

TEST(LoadSettings, ListsEveryFaultWithPlaceValueAndRange) {
  const auto loaded =
      parse_settings("sip:\n  port: 99999\n  prot: 1\nlog: { level: loud }\nhtpt: { port: 1 }\n", "p.yaml",
                     {{"PARLEY_HTTP_PORT", "x"}, {"PARLEY_SIP_PROT", "1"}, {"PARLEY_API_DEMO_KEY", "secret"}});
  EXPECT_EQ(lines_of(loaded),
            (std::vector<std::string>{
                "p.yaml:2: sip.port is '99999'; expected a whole number from 0 to 65535",
                "p.yaml:3: sip.prot is not right; expected a known key; did you mean 'sip.port'?",
                "p.yaml:4: log.level is 'loud'; expected debug, info, warning or error",
                "p.yaml:5: htpt is not right; expected a known key; did you mean 'http'?",
                "environment PARLEY_API_DEMO_KEY: api.demo_key is '********'; expected 16 to 256 visible ASCII "
                "characters, or empty",
                "environment PARLEY_HTTP_PORT: http.port is 'x'; expected a whole number from 0 to 65535",
                "environment PARLEY_SIP_PROT: PARLEY_SIP_PROT is '********'; expected a known variable; did you mean "
                "'PARLEY_SIP_PORT'?"}));
}

TEST(LoadSettings, AWrongShapeIsAFault) {
  EXPECT_EQ(lines_of(parse_settings("sip: 5060\n", "p.yaml", {})).size(), 1U);
  EXPECT_EQ(lines_of(parse_settings("sip: { port: [1] }\n", "p.yaml", {})).size(), 1U);
  EXPECT_EQ(lines_of(parse_settings("- a\n", "p.yaml", {})).size(), 1U);
  EXPECT_EQ(lines_of(parse_settings("sip: { port: 1, port: 2 }\n", "p.yaml", {})),
            std::vector<std::string>{"p.yaml:1: key 'port' is given twice; first in line 1"});
  EXPECT_EQ(lines_of(parse_settings("sip: { port: 1\n", "p.yaml", {})).size(), 1U);
}

TEST(LoadSettings, EmptySectionsAndFilesAreFine) {
  EXPECT_TRUE(parse_settings("sip:\nlog:\n", "p.yaml", {}).faults.empty());
  EXPECT_TRUE(parse_settings("", "p.yaml", {}).faults.empty());
}

TEST(LoadSettings, SettingsThatExcludeEachOtherAreFaults) {
  const auto order =
      parse_settings("turns: { silence_when_complete_ms: 900, silence_when_unsure_ms: 600 }\n", "p.yaml", {});
  ASSERT_EQ(order.faults.size(), 1U);
  EXPECT_EQ(order.faults.front().key, "turns.silence_when_complete_ms");
  const auto ports = parse_settings("", "p.yaml", {{"PARLEY_SIP_PORT", "7000"}, {"PARLEY_HTTP_PORT", "7000"}});
  ASSERT_EQ(ports.faults.size(), 1U);
  EXPECT_EQ(ports.faults.front().key, "http.port");
}

TEST(LoadSettings, TooFewPortsForTheCallLimitAreToldNotRefused) {
  const auto loaded = parse_settings("rtp: { ports: 20000-20019 }\n", "p.yaml", {});
  EXPECT_TRUE(loaded.faults.empty());
  ASSERT_EQ(loaded.notices.size(), 1U);
  EXPECT_NE(loaded.notices.front().find("10 calls"), std::string::npos) << loaded.notices.front();
}

TEST(LoadSettings, AMissingFileIsAFault) {
  const auto loaded = load_settings("/nonexistent/parley.yaml", {});
  EXPECT_EQ(lines_of(loaded), std::vector<std::string>{"/nonexistent/parley.yaml: no such file"});
}

TEST(LoadSettings, TheNameOfTheFileIsReadElsewhereAndStoresAreSecrets) {
  const auto loaded =
      load_settings(std::nullopt, {{"PARLEY_DATABASE_URL", "postgresql://parley:secret@db/parley"},
                                   {"PARLEY_MIGRATION_DATABASE_URL", "postgresql://owner:secret@db/parley"},
                                   {"PARLEY_REDIS_URL", "redis://:secret@cache"},
                                   {"PARLEY_CONFIG", "p.yaml"}});
  EXPECT_TRUE(loaded.faults.empty());
  EXPECT_TRUE(loaded.notices.empty());
  EXPECT_EQ(loaded.settings.database.url.value, "postgresql://parley:secret@db/parley");
  EXPECT_EQ(loaded.settings.migration_database_url.value, "postgresql://owner:secret@db/parley");
  EXPECT_EQ(loaded.settings.redis.url.value, "redis://:secret@cache");
  EXPECT_EQ(print_settings(loaded.settings).find("secret@"), std::string::npos);
}

TEST(PrintSettings, ReadsBackAsTheSameSettings) {
  Settings settings;
  settings.sip.advertise = "2001:db8::1";
  settings.state_dir = "/srv/my parley";
  settings.calls.real_time = false;
  const auto loaded = parse_settings(print_settings(settings), "printed", {});
  ASSERT_TRUE(loaded.faults.empty()) << to_string(loaded.faults.front());
  EXPECT_EQ(loaded.settings, settings);
}

TEST(LoadSettings, PricesAreDecimalsAndTheKeyOfTheModelIsASecret) {
  const Environment given{{"PARLEY_LANGUAGE_URL", "http://127.0.0.1:11434/v1"},
                          {"PARLEY_LANGUAGE_API_KEY", "sk-1"},
                          {"PARLEY_LANGUAGE_USD_PER_1K_PROMPT", "0.00015"}};
  const auto loaded = load_settings(std::nullopt, given);
  ASSERT_TRUE(loaded.faults.empty());
  EXPECT_EQ(loaded.settings.language.usd_per_1k_prompt, 0.00015);
  EXPECT_NE(print_settings(loaded.settings).find("usd_per_1k_prompt: 0.00015\n"), std::string::npos);
  EXPECT_EQ(print_settings(loaded.settings).find("sk-1"), std::string::npos);
  for (const auto* wrong : {"-1", "1e9", "nan", "cheap", "", "0.1 "})
    EXPECT_EQ(load_settings(std::nullopt, {{"PARLEY_LANGUAGE_USD_PER_1K_PROMPT", wrong}}).faults.size(), 1U) << wrong;
  EXPECT_EQ(load_settings(std::nullopt, {{"PARLEY_LANGUAGE_URL", "api.openai.com"}}).faults.size(), 1U);
}

TEST(PrintSettings, MasksSecretsInAWayThatDoesNotReadBackAsAKey) {
  Settings settings;
  settings.api.demo_key.value = "a-very-secret-key-indeed";
  const auto printed = print_settings(settings);
  EXPECT_EQ(printed.find("a-very-secret"), std::string::npos);
  EXPECT_EQ(parse_settings(printed, "printed", {}).faults.size(), 1U);
}

// Written anew with `parley config print > config/default.yaml`.
TEST(PrintSettings, DefaultYamlIsInStep) {
  std::ifstream file(PARLEY_SOURCE_DIR "/config/default.yaml");
  const std::string shipped{std::istreambuf_iterator<char>(file), {}};
  EXPECT_EQ(shipped, print_settings(Settings{}));
}

TEST(ProcessEnvironment, HoldsWhatTheProcessWasGiven) {
  ::setenv("PARLEY_TEST_VARIABLE", "a=b", 1);
  EXPECT_EQ(process_environment()["PARLEY_TEST_VARIABLE"], "a=b");
  ::unsetenv("PARLEY_TEST_VARIABLE");
}

TEST(LoadSettings, ANetworkOfOnesOwnNeedsItsFiles) {
  const auto missing = parse_settings("embedding: { provider: onnx }", "f", {});
  ASSERT_EQ(missing.faults.size(), 2U);
  EXPECT_EQ(missing.faults[0].key, "embedding.onnx_model");
  EXPECT_EQ(missing.faults[1].key, "embedding.onnx_vocabulary");
  const auto whole = parse_settings(
      "embedding: { provider: onnx, onnx_model: /m/model.onnx, onnx_vocabulary: /m/vocab.txt }", "f", {});
  EXPECT_TRUE(whole.faults.empty());
  EXPECT_EQ(whole.settings.embedding.onnx_runtime, "libonnxruntime.so");
}

TEST(LoadSettings, AServerOfVectorsIsNamedByTheEnvironmentToo) {
  const auto loaded = parse_settings("", "f",
                                     {{"PARLEY_EMBEDDING_PROVIDER", "openai"},
                                      {"PARLEY_EMBEDDING_URL", "http://127.0.0.1:11434/v1"},
                                      {"PARLEY_EMBEDDING_MODEL", "all-minilm"},
                                      {"PARLEY_EMBEDDING_API_KEY", "sk-secret"},
                                      {"PARLEY_EMBEDDING_DIMENSIONS", "384"},
                                      {"PARLEY_EMBEDDING_USD_PER_1K", "0.00013"},
                                      {"PARLEY_EMBEDDING_DEADLINE_MS", "80"}});
  ASSERT_TRUE(loaded.faults.empty()) << to_string(loaded.faults.front());
  const auto& embedding = loaded.settings.embedding;
  EXPECT_EQ(embedding.provider, "openai");
  EXPECT_EQ(embedding.dimensions, 384U);
  EXPECT_EQ(embedding.usd_per_1k, 0.00013);
  EXPECT_EQ(embedding.deadline, std::chrono::milliseconds{80});
  EXPECT_EQ(print_settings(loaded.settings).find("sk-secret"), std::string::npos);
  EXPECT_EQ(parse_settings("embedding: { provider: cohere }", "f", {}).faults.size(), 1U);
}

}  // namespace
}  // namespace parley
