// SPDX-License-Identifier: Apache-2.0
#include "parley/alerts/webhook_message.hpp"

#include <cstdint>
#include <nlohmann/json.hpp>
#include <vector>

#include "parley/core/base64.hpp"
#include "parley/core/rfc3339.hpp"
#include "parley/core/sha256.hpp"

namespace parley {
namespace {

using Json = nlohmann::ordered_json;

std::string key_of(std::string_view secret) {
  constexpr std::string_view kPrefix = "whsec_";
  if (!secret.starts_with(kPrefix)) return std::string(secret);
  const auto encoded = secret.substr(kPrefix.size());
  std::vector<std::uint8_t> bytes(base64_room(encoded));
  const auto length = base64_decode(encoded, bytes);
  if (!length) return std::string(secret);
  return {bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(*length)};
}

}  // namespace

std::string alert_body(const AlertRow& alert, WallTime now) {
  Json data;
  data["id"] = alert.id;
  data["organization"] = alert.organization.value.empty() ? Json(nullptr) : Json(alert.organization.value);
  data["kind"] = alert.kind;
  data["severity"] = alert.severity;
  data["state"] = alert.state;
  data["subject"] = alert.subject.empty() ? Json(nullptr) : Json(alert.subject);
  data["detail"] = alert.detail;
  data["value"] = alert.value;
  data["threshold"] = alert.threshold;
  data["opened_at"] = format_rfc3339(alert.opened_at);
  data["resolved_at"] = alert.resolved_at ? Json(format_rfc3339(*alert.resolved_at)) : Json(nullptr);
  Json body;
  body["type"] = alert.state == "open" ? "alert.opened" : "alert.resolved";
  body["timestamp"] = format_rfc3339(now);
  body["data"] = std::move(data);
  return body.dump(-1, ' ', false, Json::error_handler_t::replace);
}

WebhookMessage sign_message(std::string id, std::string body, std::string_view secret, WallTime now) {
  WebhookMessage message;
  message.timestamp = std::to_string(std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count());
  const auto digest = hmac_sha256(key_of(secret), id + "." + message.timestamp + "." + body);
  message.signature = "v1,";
  base64_append(digest, message.signature);
  message.id = std::move(id);
  message.body = std::move(body);
  return message;
}

}  // namespace parley
