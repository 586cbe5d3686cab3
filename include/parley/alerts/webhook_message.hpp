// SPDX-License-Identifier: Apache-2.0
// An alert as a message of Standard Webhooks (standardwebhooks.com, version 1). Pure.
#pragma once

#include <string>
#include <string_view>

#include "parley/core/time.hpp"
#include "parley/store/alert_store.hpp"

namespace parley {

struct WebhookMessage {
  std::string id;         // the same at every attempt: who got it twice knows
  std::string timestamp;  // seconds since 1970
  std::string signature;  // "v1," and base64
  std::string body;       // JSON
};

// {"type": "alert.opened" or "alert.resolved", "timestamp", "data"}
std::string alert_body(const AlertRow& alert, WallTime now);
// `secret`: "whsec_" and base64, or any text.
WebhookMessage sign_message(std::string id, std::string body, std::string_view secret, WallTime now);

}  // namespace parley
