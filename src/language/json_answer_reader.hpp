// SPDX-License-Identifier: Apache-2.0
// The model's answer {"knows":…,"confidence":…,"says_static":…,"answer":"…"} read as it comes, in pieces cut anywhere:
// the text of `answer` is there before the object is.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace parley {

class JsonAnswerReader {
 public:
  enum class State { reading, complete, broken };

  // Blanks and a Markdown fence around the object are skipped; anything else beside it is broken. Members that are not
  // ours are skipped, whatever they hold.
  State feed(std::string_view bytes);
  State state() const { return state_; }

  std::optional<bool> knows() const { return knows_; }
  std::optional<bool> says_static() const { return says_static_; }
  std::optional<double> confidence() const { return confidence_; }
  bool has_answer() const { return has_answer_; }
  // Of `answer`, as far as it came; whole characters of UTF-8 alone when the bytes fed were well-formed.
  const std::string& answer() const { return answer_; }

 private:
  enum class Place { before, member_or_end, colon, value, after_value, text, scalar, skipped, after };

  void step(char byte);
  void text_byte(char byte);
  void escape_byte(char byte);
  void end_text();
  void end_scalar();
  void skip_byte(char byte);
  void add_code_unit(unsigned unit);
  void add_code_point(unsigned long point);
  void fail() { state_ = State::broken; }

  State state_ = State::reading;
  Place place_ = Place::before;
  bool expects_member_ = false;  // after a comma an object may not end
  bool in_key_ = false;
  std::string fence_;  // what stands before or behind the object
  std::string key_;
  std::string scalar_;
  // Of a text: 0 plain, 1 behind a backslash, 2–5 digits of \u to come.
  int escape_ = 0;
  unsigned unit_ = 0;
  unsigned high_ = 0;  // first half of a surrogate pair
  // Of a value that is skipped.
  std::string open_;  // brackets
  bool skip_text_ = false;
  bool skip_escape_ = false;

  std::optional<bool> knows_;
  std::optional<bool> says_static_;
  std::optional<double> confidence_;
  bool has_answer_ = false;
  std::string answer_;
};

}  // namespace parley
