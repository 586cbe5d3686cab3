// SPDX-License-Identifier: Apache-2.0
// What instances say to each other over Redis, as JSON (docs/redis.md).
#pragma once

#include <optional>
#include <string>

#include "parley/core/time.hpp"

namespace parley {

struct ChangedMessage {
  std::string node;  // that says so
  std::string organization;

  friend bool operator==(const ChangedMessage&, const ChangedMessage&) = default;
};

struct NodeMessage {
  enum class Kind { ask, answer, refused };
  Kind kind = Kind::ask;
  std::string id;    // of the request, made by who asks
  std::string from;  // the instance that says it
  std::string text;
  WallTime until{};  // of a request: whoever asked waits no longer

  friend bool operator==(const NodeMessage&, const NodeMessage&) = default;
};

std::string write_message(const ChangedMessage& message);
std::string write_message(const NodeMessage& message);
// nullopt: not of ours.
std::optional<ChangedMessage> read_changed(const std::string& text);
std::optional<NodeMessage> read_node_message(const std::string& text);

}  // namespace parley
