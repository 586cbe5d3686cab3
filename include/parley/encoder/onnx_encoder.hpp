// SPDX-License-Identifier: Apache-2.0
// A sentence encoder of the BERT family from an ONNX file, computed by ONNX Runtime where that is installed.
#pragma once

#include <memory>
#include <string>

#include "parley/encoder/embedder.hpp"

namespace parley {

struct OnnxEncoderFiles {
  std::string model;
  std::string vocabulary;                     // vocab.txt
  std::string runtime = "libonnxruntime.so";  // a path, or a name that the loader searches
  bool lower_case = true;
};

// Milliseconds a sentence, on the thread that asks. Sentence vectors are the output "sentence_embedding" where there is
// one, else the mean of the tokens' vectors; their length is 1. Inputs: input_ids, attention_mask and token_type_ids as
// far as the network has them. Errors say what to do (unavailable): a file is missing, the runtime is not installed,
// the network is of another kind. Owners of the result: whoever embeds.
Result<std::shared_ptr<const Embedder>> open_onnx_encoder(const OnnxEncoderFiles& files);

}  // namespace parley
