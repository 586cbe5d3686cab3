// SPDX-License-Identifier: Apache-2.0
// One route with everything that is to be said about it: what the server does and what /openapi.json tells come from
// the same value.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "json_body.hpp"
#include "parley/api/control_api.hpp"

namespace parley {

// What an endpoint has at hand besides the request.
struct ApiTools {
  ControlApi::Parts parts;
  CallArchive* calls = nullptr;              // never null
  const std::string* description = nullptr;  // the OpenAPI document
  std::function<Task<void>()> settings_changed;
};

// If-Match: * agrees with whatever is there.
inline constexpr std::int64_t kAnyVersion = -1;

// A request that was let in.
struct Ask {
  Ask(const ApiTools& api_tools, const HttpRequest& asked) : tools(api_tools), request(asked) {}

  const ApiTools& tools;
  const HttpRequest& request;
  Identity identity;                     // meaningless at endpoints that are open
  OrganizationKey organization;          // whom it is about; empty: the installation
  Json body;                             // when the endpoint takes JSON
  std::optional<std::int64_t> expected;  // If-Match

  const ControlApi::Parts& parts() const { return tools.parts; }
  ChangeNote note() const { return {identity.actor, request.request_id}; }
};

// Not an aggregate of captures: a plain function, so that the table is a value.
using EndpointAnswer = Task<HttpResponse> (*)(const Ask&);

enum class Entry {
  open,          // without a key
  any_key,       // whatever its scopes
  organization,  // a scope, within one organization
  installation,  // a scope, with a key of the installation
  either,        // a scope, within one organization or, with a key of the installation, within none
};

struct EndpointParameter {
  std::string name;
  std::string in;      // "path", "query", "header"
  std::string schema;  // JSON
  std::string about;
  bool required = false;
};
struct EndpointBody {
  std::vector<std::string> media_types;
  std::string schema;     // name of a schema; empty: a text
  bool by_schema = true;  // false: the endpoint's own reader says what is wrong
};
struct EndpointReply {
  unsigned status = 200;
  std::string about;
  std::string media_type;
  std::string schema;  // name of a schema; empty: text, bytes or nothing
};

struct Endpoint {
  Endpoint(const char* verb, const char* path, EndpointAnswer function)
      : method(verb), pattern(path), answer(function) {}

  std::string method;
  std::string pattern;
  EndpointAnswer answer;  // null: another module answers; described here
  std::string tag;
  std::string summary;
  std::string about;
  Entry entry = Entry::open;
  Scope scope = Scope::calls_read;  // when `entry` asks for one
  std::vector<EndpointParameter> parameters;
  std::optional<EndpointBody> body;
  std::vector<EndpointReply> replies;
  bool limited = true;              // counts against the rate of requests; health does not
  bool needs_store = false;         // 503 without a database
  bool once = false;                // Idempotency-Key is honoured
  bool once_without_store = false;  // and in memory while the database is away
  bool versioned = false;           // If-Match is required
  std::string secret_member;        // of the answer: shown once, never in a replay

  // ---- for tables that read like a page
  Endpoint& tell(const char* group, const char* title, const char* text = "");
  Endpoint& asks(Scope wanted, Entry who = Entry::organization);
  Endpoint& asks_any_key();
  Endpoint& stored();
  Endpoint& query(const char* name, const char* schema_json, const char* text);
  Endpoint& paged();
  Endpoint& takes(const char* schema_name);
  Endpoint& takes_merge_patch(const char* schema_name);
  Endpoint& takes_document(const char* schema_name);  // JSON that the endpoint's own reader checks
  Endpoint& takes_text(std::vector<std::string> media_types);
  Endpoint& gives(unsigned status, const char* schema_name, const char* text, const char* media_type = "");
  Endpoint& fails(unsigned status, const char* text);  // besides what follows from the rest
  Endpoint& acts_once();
  Endpoint& conditional();

  std::string name() const { return method + " " + pattern; }
};

}  // namespace parley
