// SPDX-License-Identifier: Apache-2.0
// What a chat model costs and how long it takes.
#pragma once

#include <map>
#include <string>

#include "chat_stream.hpp"
#include "parley/core/meters.hpp"
#include "parley/core/time.hpp"

namespace parley {

const char* outcome_of(Fault fault);

class ChatMeters {
 public:
  explicit ChatMeters(Meters& meters);

  void first_words(Duration since_asked);
  void over(const std::string& outcome, Duration since_asked);
  void tokens(TokenCount count);

 private:
  std::map<std::string, Counter*> requests_;  // by outcome
  Histogram* first_words_;
  Histogram* whole_;
  Counter* prompt_tokens_;
  Counter* completion_tokens_;
};

}  // namespace parley
