// SPDX-License-Identifier: Apache-2.0
// What an operator does to a call that runs.
#pragma once

#include <string>
#include <variant>

namespace parley {

// The agent says it as soon as it has finished what it is saying now; the caller can interrupt it.
struct SayAction {
  std::string text;
};
// At once, or with the organization's farewell.
struct EndAction {
  bool farewell = true;
};
// To the other side of the call, as telephone events (RFC 4733). Digits 0–9 * # A–D.
struct SendDigitsAction {
  std::string digits;
};
using CallAction = std::variant<SayAction, EndAction, SendDigitsAction>;

}  // namespace parley
