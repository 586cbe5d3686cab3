// SPDX-License-Identifier: Apache-2.0
// What a chat model is told and asked. What callers said stands in the roles of the conversation, never in the rules.
#pragma once

#include <string>
#include <vector>

#include "parley/core/time.hpp"
#include "parley/language/knowledge_search.hpp"
#include "parley/language/language_model.hpp"

namespace parley {

struct ChatMessage {
  std::string role;  // "system", "user", "assistant"
  std::string content;

  friend bool operator==(const ChatMessage&, const ChatMessage&) = default;
};

// `found`: pieces of the organization's knowledge, best first. Only the newest of what was said is told.
std::vector<ChatMessage> chat_messages(const ModelQuestion& question, const std::vector<FoundPiece>& found,
                                       WallTime now);

// The body of POST /chat/completions.
struct ChatRequest {
  std::string model;
  std::vector<ChatMessage> messages;
  std::uint32_t most_tokens = 160;
  bool second_sample = false;
  bool newer_names = false;  // max_completion_tokens in place of max_tokens, which many local servers know alone
};
std::string chat_request_json(const ChatRequest& request);

}  // namespace parley
