// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "bench_command.hpp"
#include "parley/media/wav.hpp"
#include "surroundings.hpp"

namespace parley::commands {
namespace {

namespace fs = std::filesystem;

class BenchOrdersTest : public ::testing::Test {
 protected:
  BenchOrdersTest() {
    fs::create_directories(bench_.data / "wav");
    write("domain.yaml",
          "context:\n  expressions:\n    order:\n      - \"a $size:size coffee\"\n  slots:\n    size:\n      - "
          "\"small\"\n");
    write("examples.csv", "a small coffee\n");
    write("label.json", R"({"one.wav": {"intent": "order", "slots": {"size": "small"}}})");
    EXPECT_TRUE(
        write_wav((bench_.data / "wav/one.wav").string(), WavSound{8000, 1, std::vector<std::int16_t>(800, 900)}));
  }
  ~BenchOrdersTest() override { fs::remove_all(bench_.data); }

  void write(const std::string& name, const std::string& text) { std::ofstream(bench_.data / name) << text; }
  std::string fault() {
    const auto results = bench_orders(bench_, process_.surroundings);
    return results ? std::string() : results.error().message;
  }

  OrderBench bench_{
      fs::temp_directory_path() / ("parley_bench_orders_" + std::to_string(::getpid())), false, 1, {}, {}};
  test::Process process_;
};

TEST_F(BenchOrdersTest, CompleteMaterialGetsAsFarAsTheServer) {
  EXPECT_NE(fault().find("ended before it was ready"), std::string::npos);
}

TEST_F(BenchOrdersTest, WhatIsMissingIsNamed) {
  bench_.noise_db = 15;
  EXPECT_NE(fault().find("kitchen.wav"), std::string::npos);
  bench_.noise_db.reset();
  fs::remove(bench_.data / "wav/one.wav");
  EXPECT_NE(fault().find("one.wav"), std::string::npos);
  write("label.json", "[]");
  EXPECT_NE(fault().find("label.json"), std::string::npos);
  fs::remove(bench_.data / "examples.csv");
  EXPECT_NE(fault().find("examples.csv"), std::string::npos);
}

}  // namespace
}  // namespace parley::commands
