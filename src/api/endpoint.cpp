// SPDX-License-Identifier: Apache-2.0
#include "endpoint.hpp"

#include <utility>

namespace parley {

Endpoint& Endpoint::tell(const char* group, const char* title, const char* text) {
  tag = group;
  summary = title;
  about = text;
  return *this;
}

Endpoint& Endpoint::asks(Scope wanted, Entry who) {
  scope = wanted;
  entry = who;
  return *this;
}

Endpoint& Endpoint::asks_any_key() {
  entry = Entry::any_key;
  return *this;
}

Endpoint& Endpoint::stored() {
  needs_store = true;
  return *this;
}

Endpoint& Endpoint::query(const char* parameter, const char* schema_json, const char* text) {
  parameters.push_back({parameter, "query", schema_json, text, false});
  return *this;
}

Endpoint& Endpoint::paged() {
  query("limit", R"({"type":"integer","minimum":1,"maximum":500,"default":50})", "Entries on a page.");
  return query("cursor", R"({"type":"string"})", "`next_cursor` of the page before.");
}

Endpoint& Endpoint::takes(const char* schema_name) {
  body = EndpointBody{{"application/json"}, schema_name, true};
  return *this;
}

Endpoint& Endpoint::takes_merge_patch(const char* schema_name) {
  body = EndpointBody{{"application/merge-patch+json", "application/json"}, schema_name, false};
  return *this;
}

Endpoint& Endpoint::takes_document(const char* schema_name) {
  body = EndpointBody{{"application/json"}, schema_name, false};
  return *this;
}

Endpoint& Endpoint::takes_text(std::vector<std::string> media_types) {
  body = EndpointBody{std::move(media_types), "", false};
  return *this;
}

Endpoint& Endpoint::gives(unsigned status, const char* schema_name, const char* text, const char* media_type) {
  std::string media = media_type;
  if (media.empty() && *schema_name != '\0') media = "application/json";
  replies.push_back({status, text, std::move(media), schema_name});
  return *this;
}

Endpoint& Endpoint::fails(unsigned status, const char* text) {
  replies.push_back({status, text, "application/problem+json", "Problem"});
  return *this;
}

Endpoint& Endpoint::acts_once() {
  once = true;
  parameters.push_back(
      {"Idempotency-Key", "header", R"({"type":"string","minLength":1,"maxLength":255})",
       "Sent again with the same body, the stored answer is replayed for 24 hours and nothing is done.", false});
  return *this;
}

Endpoint& Endpoint::conditional() {
  versioned = true;
  parameters.push_back({"If-Match", "header", R"({"type":"string"})",
                        "The `ETag` that the change is based on; `*` agrees with any.", true});
  return *this;
}

}  // namespace parley
