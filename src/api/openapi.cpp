// SPDX-License-Identifier: Apache-2.0
#include "openapi.hpp"

#include <algorithm>
#include <cctype>

namespace parley {
namespace {

constexpr const char* kAbout =
    "Calls, and what an organization wants from its agent. Errors are RFC 9457 problems with a `code` for programs. "
    "Lists go on with `cursor`. Objects with an `ETag` are changed with `If-Match`. A POST with an `Idempotency-Key` "
    "may be sent again. What belongs to another organization answers 404.";

Json reference(const std::string& schema) { return {{"$ref", "#/components/schemas/" + schema}}; }

// "listCalls"-like names out of method and path: stable as long as the route is.
std::string operation_id(const Endpoint& endpoint) {
  std::string id;
  for (const char c : endpoint.method) id += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  bool gap = true;
  for (const char c : endpoint.pattern) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) {
      gap = true;
      continue;
    }
    if (gap) id += '_';
    id += c;
    gap = false;
  }
  if (endpoint.pattern.size() > 1 && endpoint.pattern.ends_with('/')) id += "_slash";
  return id;
}

std::vector<std::string> path_names(const std::string& pattern) {
  std::vector<std::string> names;
  for (auto open = pattern.find('{'); open != std::string::npos; open = pattern.find('{', open + 1)) {
    names.push_back(pattern.substr(open + 1, pattern.find('}', open) - open - 1));
  }
  return names;
}

bool names_organization(const Endpoint& endpoint) {
  const bool by_path = endpoint.pattern.find("{key}") != std::string::npos;
  return !by_path && (endpoint.entry == Entry::organization || endpoint.entry == Entry::either);
}

Json parameters_of(const Endpoint& endpoint) {
  Json all = Json::array();
  const auto add = [&](const std::string& name, const std::string& in, const Json& schema, const std::string& about,
                       bool required) {
    Json one{{"name", name}, {"in", in}, {"required", required}, {"schema", schema}};
    if (!about.empty()) one["description"] = about;
    all.push_back(std::move(one));
  };
  for (const auto& name : path_names(endpoint.pattern)) {
    add(name, "path", Json{{"type", "string"}}, name == "key" ? "Of the organization." : "", true);
  }
  if (names_organization(endpoint)) {
    add("organization", "query", Json{{"type", "string"}},
        "Whom it is about; keys of the installation have to say it" +
            std::string(endpoint.entry == Entry::either ? " unless it is about the installation itself." : "."),
        false);
  }
  for (const auto& one : endpoint.parameters) {
    add(one.name, one.in, Json::parse(one.schema), one.about, one.required);
  }
  return all;
}

Json body_of(const EndpointBody& body) {
  Json content = Json::object();
  for (const auto& media : body.media_types) {
    content[media]["schema"] = body.schema.empty() ? Json{{"type", "string"}} : reference(body.schema);
  }
  return {{"required", true}, {"content", std::move(content)}};
}

Json response_of(const std::vector<EndpointReply>& replies) {
  Json response{{"description", replies.front().about}};
  for (std::size_t i = 1; i < replies.size(); ++i) {
    response["description"] = response["description"].get<std::string>() + " " + replies[i].about;
  }
  const auto& first = replies.front();
  if (!first.media_type.empty()) {
    const auto media = first.media_type.substr(0, first.media_type.find(';'));
    response["content"][media] = first.schema.empty() ? Json::object() : Json{{"schema", reference(first.schema)}};
  }
  return response;
}

Json responses_of(const Endpoint& endpoint) {
  auto replies = replies_of(endpoint);
  std::stable_sort(replies.begin(), replies.end(), [](const auto& a, const auto& b) { return a.status < b.status; });
  Json all = Json::object();
  for (std::size_t i = 0; i < replies.size();) {
    std::vector<EndpointReply> same;
    const auto status = replies[i].status;
    for (; i < replies.size() && replies[i].status == status; ++i) same.push_back(replies[i]);
    all[std::to_string(status)] = response_of(same);
  }
  return all;
}

Json operation_of(const Endpoint& endpoint) {
  Json operation{
      {"operationId", operation_id(endpoint)}, {"tags", Json::array({endpoint.tag})}, {"summary", endpoint.summary}};
  std::string about = endpoint.about;
  if (endpoint.entry == Entry::installation)
    about += std::string(about.empty() ? "" : " ") + "Keys of the installation alone.";
  if (!about.empty()) operation["description"] = about;
  if (endpoint.entry == Entry::open) {
    operation["security"] = Json::array();
  } else {
    Json scopes = Json::array();
    if (endpoint.entry != Entry::any_key) scopes.push_back(to_string(endpoint.scope));
    operation["security"] = Json::array({Json{{"key", std::move(scopes)}}});
  }
  auto parameters = parameters_of(endpoint);
  if (!parameters.empty()) operation["parameters"] = std::move(parameters);
  if (endpoint.body) operation["requestBody"] = body_of(*endpoint.body);
  operation["responses"] = responses_of(endpoint);
  return operation;
}

}  // namespace

std::vector<EndpointReply> replies_of(const Endpoint& endpoint) {
  auto all = endpoint.replies;
  const auto add = [&](unsigned status, const char* about) {
    const bool told = std::any_of(all.begin(), all.end(), [&](const auto& one) { return one.status == status; });
    if (!told) all.push_back({status, about, "application/problem+json", "Problem"});
  };
  if (endpoint.answer == nullptr) return all;
  if (endpoint.entry != Entry::open) {
    add(401, "No key, or none that is good.");
    add(503, "The database does not answer.");
    if (endpoint.entry != Entry::any_key) add(403, "The key lacks the scope.");
  }
  if (endpoint.entry == Entry::organization || endpoint.entry == Entry::either) {
    add(404, "There is nothing of that name here.");
    if (endpoint.pattern.find("{key}") == std::string::npos) add(400, "A parameter is wrong or missing.");
  }
  if (endpoint.limited) add(429, "Too many requests; `Retry-After` says when to go on.");
  if (endpoint.body) {
    add(400, "The body cannot be read.");
    add(413, "The body is too large.");
    add(415, "The body is of another media type.");
    add(422, "`errors` says what is wrong with the body, or the Idempotency-Key was used for something else.");
  }
  if (endpoint.once) {
    add(400, "A header is wrong.");
    add(409, "The first request with this Idempotency-Key is still running.");
    add(422, "The Idempotency-Key was used for something else.");
  }
  if (endpoint.versioned) {
    add(412, "Somebody else changed it since.");
    add(428, "`If-Match` is missing.");
  }
  return all;
}

Json openapi_document(const std::vector<Endpoint>& endpoints, const Json& schemas, const std::string& version) {
  Json document{{"openapi", "3.1.0"}};
  document["info"] = {{"title", "Parley"},
                      {"version", version},
                      {"description", kAbout},
                      {"license", {{"name", "Apache-2.0"}, {"identifier", "Apache-2.0"}}}};
  document["paths"] = Json::object();
  for (const auto& endpoint : endpoints) {
    std::string verb;
    for (const char c : endpoint.method) verb += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    document["paths"][endpoint.pattern][verb] = operation_of(endpoint);
  }
  document["components"]["schemas"] = schemas;
  document["components"]["securitySchemes"]["key"] = {{"type", "http"}, {"scheme", "bearer"}};
  return document;
}

}  // namespace parley
