// SPDX-License-Identifier: Apache-2.0
// ONNX files of a few nodes, written field by field (onnx.proto of ONNX 1.x names the numbers).
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

namespace parley::test {

// A protobuf message.
class Message {
 public:
  Message& number(unsigned field, std::uint64_t value) {
    varint(field << 3U);
    varint(value);
    return *this;
  }
  Message& text(unsigned field, const std::string& bytes) {
    varint(field << 3U | 2U);
    varint(bytes.size());
    bytes_ += bytes;
    return *this;
  }
  Message& part(unsigned field, const Message& message) { return text(field, message.bytes_); }
  const std::string& bytes() const { return bytes_; }

 private:
  void varint(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7U) bytes_ += static_cast<char>(value | 0x80U);
    bytes_ += static_cast<char>(value);
  }
  std::string bytes_;
};

inline constexpr std::uint64_t kFloats = 1;
inline constexpr std::uint64_t kInts = 7;

// A graph's input or output; dimensions below 0 are open.
inline Message place(const std::string& name, std::uint64_t type, const std::vector<int>& shape) {
  Message dimensions;
  for (const int size : shape) {
    Message one;
    if (size < 0) {
      one.text(2, "n");
    } else {
      one.number(1, static_cast<std::uint64_t>(size));
    }
    dimensions.part(1, one);
  }
  Message tensor;
  tensor.number(1, type).part(2, dimensions);
  return Message().text(1, name).part(2, Message().part(1, tensor));
}

inline Message node(const std::string& operation, const std::vector<std::string>& inputs, const std::string& output) {
  Message made;
  for (const auto& input : inputs) made.text(1, input);
  return made.text(2, output).text(4, operation);
}

// Looks up the vector of each token in `rows` (all of one length); with `whole` a second output is their mean.
inline std::string look_up_network(const std::vector<std::vector<float>>& rows, const std::vector<std::string>& inputs,
                                   bool whole, std::uint64_t input_type = kInts) {
  const auto width = rows.front().size();
  std::string raw;
  for (const auto& row : rows) raw.append(reinterpret_cast<const char*>(row.data()), row.size() * sizeof(float));
  Message table;
  table.number(1, rows.size()).number(1, width).number(2, kFloats).text(8, "table").text(9, raw);
  Message graph;
  graph.part(1, node("Gather", {"table", "input_ids"}, "last_hidden_state"));
  if (whole) {
    Message axes;
    axes.text(1, "axes").number(8, 1).number(20, 7);
    Message flat;
    flat.text(1, "keepdims").number(3, 0).number(20, 2);
    graph.part(1, node("ReduceMean", {"last_hidden_state"}, "sentence_embedding").part(5, axes).part(5, flat));
  }
  graph.text(2, "tiny").part(5, table);
  for (const auto& name : inputs) graph.part(11, place(name, input_type, {1, -1}));
  graph.part(12, place("last_hidden_state", kFloats, {1, -1, static_cast<int>(width)}));
  if (whole) graph.part(12, place("sentence_embedding", kFloats, {1, static_cast<int>(width)}));
  Message model;
  return model.number(1, 7).part(7, graph).part(8, Message().text(1, "").number(2, 13)).bytes();
}

}  // namespace parley::test
