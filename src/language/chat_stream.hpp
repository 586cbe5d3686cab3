// SPDX-License-Identifier: Apache-2.0
// What a chat model's stream comes to: words that may be spoken, usage, faults. Bytes in, values out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "json_answer_reader.hpp"
#include "parley/core/result.hpp"
#include "parley/net/http_message.hpp"
#include "sse_reader.hpp"

namespace parley {

struct TokenCount {
  std::uint32_t prompt = 0;
  std::uint32_t completion = 0;

  friend bool operator==(const TokenCount&, const TokenCount&) = default;
};

class ChatStream {
 public:
  static constexpr std::size_t kMostSpokenBytes = 800;  // beyond it nobody wants to listen

  // Bytes of the body; words that they complete are in words().
  Result<void> feed(std::string_view bytes);
  // The body is over; `data: [DONE]` may be missing. Fails when no whole answer came.
  Result<void> finish();

  bool over() const { return over_; }  // [DONE] came
  bool whole() const { return reader_.state() == JsonAnswerReader::State::complete; }
  // New words since it was last taken, never before the model said that it knows. Whole words until finish().
  std::string take_words();
  // After finish().
  bool knows() const;
  double confidence() const;  // 0 when it did not say
  bool says_static() const { return reader_.says_static().value_or(false); }
  const std::string& text() const { return spoken_; }  // all that take_words() gave
  const std::optional<TokenCount>& usage() const { return usage_; }
  std::size_t content_bytes() const { return content_bytes_; }  // that came, for an estimate without usage

 private:
  Result<void> event(const std::string& data);
  Result<void> content(std::string_view text);
  Result<void> check() const;
  std::string plain() const;

  SseReader events_;
  JsonAnswerReader reader_;
  std::string spoken_;
  std::optional<TokenCount> usage_;
  std::size_t content_bytes_ = 0;
  bool over_ = false;
  bool finished_ = false;
  bool refused_ = false;  // by the model's own rules: it has no answer
};

// Of an answer that is no stream: limited, broken or refused. Nothing of the provider's own words is in it but short
// codes: they may quote the key.
Error fault_of_status(unsigned status, const HttpHeaders& headers, const std::string& body);
Error fault_of_error_json(unsigned status, const std::string& json);

}  // namespace parley
