// SPDX-License-Identifier: Apache-2.0
// Needs a libonnxruntime.so where a network is computed: in PARLEY_TEST_ONNX_RUNTIME, or where the loader looks. Those
// tests alone are skipped without.
#include "parley/encoder/onnx_encoder.hpp"

#include <dlfcn.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <fstream>

#include "encoder/tiny_onnx.hpp"
#include "support/temporary_directory.hpp"

namespace parley {
namespace {

//                              0      1      2      3      4     5    6
constexpr const char* kPieces = "[PAD]\n[UNK]\n[CLS]\n[SEP]\nopen\nhour\n##s\n";
const std::vector<std::vector<float>> kRows = {{9, 9, 9}, {0, 0, 1}, {1, 0, 0}, {0, 1, 0},
                                               {3, 1, 0}, {0, 2, 4}, {0, 0, 2}};

class OnnxEncoderTest : public testing::Test {
 protected:
  static std::string runtime() {
    const char* given = std::getenv("PARLEY_TEST_ONNX_RUNTIME");
    return given ? given : "libonnxruntime.so";
  }
  static bool installed() { return dlopen(runtime().c_str(), RTLD_NOW | RTLD_LOCAL) != nullptr; }
  void SetUp() override { write("vocab.txt", kPieces); }
  std::string write(const std::string& name, const std::string& content) {
    const auto file = (room_.path() / name).string();
    std::ofstream(file, std::ios::binary) << content;
    return file;
  }
  Result<std::shared_ptr<const Embedder>> open(const std::string& network, const std::string& name = "tiny.onnx") {
    OnnxEncoderFiles files{write(name, network), (room_.path() / "vocab.txt").string(), runtime(), true};
    return open_onnx_encoder(files);
  }
  static std::vector<float> vector_of(const Embedder& embedder, std::string_view text) {
    std::vector<float> values(embedder.dimensions());
    const auto made = embedder.features(text, values);
    EXPECT_TRUE(made) << made.error().message;
    return values;
  }
  static void expect_direction(const std::vector<float>& values, std::vector<float> sum) {
    ASSERT_EQ(values.size(), sum.size());
    float square = 0;
    for (const auto value : sum) square += value * value;
    for (std::size_t at = 0; at < sum.size(); ++at) EXPECT_NEAR(values[at], sum[at] / std::sqrt(square), 1e-5) << at;
  }

  test::TemporaryDirectory room_;
};

TEST_F(OnnxEncoderTest, WithoutTheRuntimeTheErrorSaysWhatToDo) {
  OnnxEncoderFiles files{write("tiny.onnx", "x"), (room_.path() / "vocab.txt").string(), "libno-such-runtime.so", true};
  const auto opened = open_onnx_encoder(files);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().fault, Fault::unavailable);
  for (const auto* part : {"embedding.onnx_runtime", "libno-such-runtime.so", "install ONNX Runtime", "builtin"})
    EXPECT_NE(opened.error().message.find(part), std::string::npos) << opened.error().message;
}

TEST_F(OnnxEncoderTest, ALibraryOfAnotherKindIsRefused) {
  OnnxEncoderFiles files{write("tiny.onnx", "x"), (room_.path() / "vocab.txt").string(), "libm.so.6", true};
  const auto opened = open_onnx_encoder(files);
  ASSERT_FALSE(opened);
  EXPECT_NE(opened.error().message.find("libm.so.6 is no library of ONNX Runtime"), std::string::npos);
}

TEST_F(OnnxEncoderTest, MissingFilesAreNamed) {
  OnnxEncoderFiles files{"/nowhere.onnx", (room_.path() / "vocab.txt").string(), runtime(), true};
  EXPECT_NE(open_onnx_encoder(files).error().message.find("/nowhere.onnx cannot be read"), std::string::npos);
  files = {write("tiny.onnx", "x"), "/nowhere.txt", runtime(), true};
  EXPECT_NE(open_onnx_encoder(files).error().message.find("/nowhere.txt cannot be read"), std::string::npos);
  files.vocabulary = write("other.txt", "one\ntwo\n");
  EXPECT_NE(open_onnx_encoder(files).error().message.find("[UNK]"), std::string::npos);
}

TEST_F(OnnxEncoderTest, TokensVectorsComeToTheirMean) {
  if (!installed()) GTEST_SKIP() << "ONNX Runtime is not installed";
  const auto opened = open(test::look_up_network(kRows, {"input_ids", "attention_mask", "token_type_ids"}, false));
  ASSERT_TRUE(opened) << opened.error().message;
  const auto& embedder = **opened;
  EXPECT_EQ(embedder.dimensions(), 3U);
  EXPECT_EQ(embedder.output_layer(), nullptr);
  // [CLS] open hour ##s [SEP]
  expect_direction(vector_of(embedder, "Open hours"), {1 + 3 + 0 + 0 + 0, 0 + 1 + 2 + 0 + 1, 0 + 0 + 4 + 2 + 0});
  expect_direction(vector_of(embedder, "elsewhere"), {1, 1, 1});
  std::vector<float> values(3);
  EXPECT_EQ(embedder.features("", values).error().fault, Fault::invalid_input);
}

TEST_F(OnnxEncoderTest, AnOutputForTheWholeSentenceIsTaken) {
  if (!installed()) GTEST_SKIP() << "ONNX Runtime is not installed";
  const auto opened = open(test::look_up_network(kRows, {"input_ids"}, true));
  ASSERT_TRUE(opened) << opened.error().message;
  expect_direction(vector_of(**opened, "open"), {4, 2, 0});
  const auto narrow = open(test::look_up_network(kRows, {"input_ids"}, true, 6));
  ASSERT_TRUE(narrow) << narrow.error().message;
  EXPECT_EQ(vector_of(**narrow, "open"), vector_of(**opened, "open")) << "32-bit tokens";
}

TEST_F(OnnxEncoderTest, AnotherFileOfTheSameNameIsAnotherEmbedder) {
  if (!installed()) GTEST_SKIP() << "ONNX Runtime is not installed";
  const auto one = open(test::look_up_network(kRows, {"input_ids"}, false));
  const auto again = open(test::look_up_network(kRows, {"input_ids"}, false));
  const auto other = open(test::look_up_network(kRows, {"input_ids"}, true));
  ASSERT_TRUE(one && again && other);
  EXPECT_EQ((*one)->id(), (*again)->id());
  EXPECT_NE((*one)->id(), (*other)->id());
  EXPECT_EQ((*one)->id().substr(0, 15), "onnx:tiny.onnx@");
}

TEST_F(OnnxEncoderTest, NetworksOfAnotherKindAreRefusedAtStart) {
  if (!installed()) GTEST_SKIP() << "ONNX Runtime is not installed";
  const auto broken = open("this is no network");
  ASSERT_FALSE(broken);
  EXPECT_NE(broken.error().message.find("embedding.onnx_model"), std::string::npos) << broken.error().message;
  const auto picture = open(test::look_up_network(kRows, {"input_ids", "pixels"}, false));
  ASSERT_FALSE(picture);
  EXPECT_NE(picture.error().message.find("'pixels'"), std::string::npos) << picture.error().message;
}

TEST_F(OnnxEncoderTest, NoThreadIsStarted) {
  if (!installed()) GTEST_SKIP() << "ONNX Runtime is not installed";
  const auto threads = [] {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
      if (line.starts_with("Threads:")) return std::stoi(line.substr(8));
    return -1;
  };
  const auto before = threads();
  const auto opened = open(test::look_up_network(kRows, {"input_ids"}, true));
  ASSERT_TRUE(opened) << opened.error().message;
  vector_of(**opened, "open hours");
  EXPECT_EQ(threads(), before);
}

}  // namespace
}  // namespace parley
