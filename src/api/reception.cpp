// SPDX-License-Identifier: Apache-2.0
#include "reception.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "answers.hpp"
#include "key_ring.hpp"
#include "schema_check.hpp"

namespace parley {
namespace {

constexpr std::size_t kMostClients = 16384;
constexpr std::size_t kMostRemembered = 4096;

HttpResponse unauthorized(const HttpRequest& request, NotIdentified reason) {
  switch (reason) {
    case NotIdentified::expired:
      return refuse(request, 401, "key_expired", "This key has expired; ask for a new one.");
    case NotIdentified::revoked:
      return refuse(request, 401, "key_revoked", "This key was revoked.");
    case NotIdentified::unavailable:
      return store_unavailable(request, "the key cannot be checked now.");
    case NotIdentified::unknown:
      break;
  }
  return refuse(request, 401, "unauthorized", "Send the API key as 'Authorization: Bearer KEY'.");
}

// draft-ietf-httpapi-ratelimit-headers-10
void add_limits(HttpResponse& response, const TokenVerdict& verdict) {
  response.headers.set("RateLimit-Policy",
                       "\"default\";q=" + std::to_string(verdict.burst) + ";w=" + std::to_string(verdict.window_s));
  response.headers.set(
      "RateLimit", "\"default\";r=" + std::to_string(verdict.remaining) + ";t=" + std::to_string(verdict.full_in_s));
}

HttpResponse too_many(const HttpRequest& request, const TokenVerdict& verdict) {
  auto response = refuse(request, 429, "too_many_requests", "Wait, and ask again after 'Retry-After' seconds.");
  response.headers.add("Retry-After", std::to_string(std::max(1U, verdict.again_in_s)));
  add_limits(response, verdict);
  return response;
}

bool same_text(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return lower(x) == lower(y); });
}

bool accepts(const EndpointBody& body, std::string_view content_type) {
  const auto media = content_type.substr(0, content_type.find(';'));
  const auto end = media.find_last_not_of(' ');
  const auto named = media.substr(0, end == std::string_view::npos ? 0 : end + 1);
  return named.empty() || std::any_of(body.media_types.begin(), body.media_types.end(),
                                      [&](const std::string& one) { return same_text(one, named); });
}

HttpResponse no_such_organization(const Ask& ask) { return not_found(ask, "such organization"); }

}  // namespace

std::string_view host_of_peer(std::string_view peer) { return peer.substr(0, peer.rfind(':')); }

Reception::Reception(const ApiTools& tools, const Json& schemas)
    : tools_(tools),
      schemas_(schemas),
      buckets_(RequestRate{}, kMostClients),
      book_(kMostRemembered, *tools.parts.clock) {}

TokenVerdict Reception::take(std::string_view kind, std::string_view who) {
  return buckets_.take(std::string(kind).append(who), tools_.parts.clock->now());
}

Task<HttpResponse> Reception::receive(const Endpoint& endpoint, HttpRequest request) {
  if (endpoint.entry == Entry::open) {
    auto response = co_await receive_open(endpoint, request);
    co_return response;
  }
  const auto token = bearer_token(request.headers.get("Authorization"));
  auto known = tools_.parts.access->at_hand(token);
  if (!known || std::holds_alternative<NotIdentified>(*known)) {
    // Guesses cost the guesser's address, not the database.
    const auto verdict = take("peer ", host_of_peer(request.peer));
    if (!verdict.allowed) co_return too_many(request, verdict);
  }
  if (!known) known = co_await tools_.parts.access->look_up(std::string(token));
  if (const auto* reason = std::get_if<NotIdentified>(&*known)) co_return unauthorized(request, *reason);
  Ask ask(tools_, request);
  ask.identity = std::get<Identity>(std::move(*known));
  const auto verdict = take(ask.identity.organization.value + "/", ask.identity.actor);
  if (!verdict.allowed) co_return too_many(request, verdict);
  auto response = co_await receive_known(endpoint, ask);
  add_limits(response, verdict);
  co_return response;
}

Task<HttpResponse> Reception::receive_open(const Endpoint& endpoint, const HttpRequest& request) {
  if (endpoint.limited) {
    const auto verdict = take("peer ", host_of_peer(request.peer));
    if (!verdict.allowed) co_return too_many(request, verdict);
  }
  const Ask ask(tools_, request);
  auto response = co_await endpoint.answer(ask);
  co_return response;
}

Task<HttpResponse> Reception::receive_known(const Endpoint& endpoint, Ask& ask) {
  if (endpoint.entry != Entry::any_key && !ask.identity.scopes.has(endpoint.scope)) {
    co_return refuse(ask, 403, "insufficient_scope",
                     "This key lacks the scope " + std::string(to_string(endpoint.scope)) + ".");
  }
  auto refusal = co_await place(endpoint, ask);
  if (refusal) co_return std::move(*refusal);
  if (endpoint.needs_store && tools_.parts.store == nullptr) {
    co_return store_unavailable(ask.request, "there is none; set PARLEY_DATABASE_URL (database.url).");
  }
  refusal = read_body(endpoint, ask);
  if (!refusal) refusal = read_version(endpoint, ask);
  if (refusal) co_return std::move(*refusal);
  Once once(book_, endpoint, ask);
  refusal = co_await once.begin();
  if (refusal) co_return std::move(*refusal);
  auto response = co_await endpoint.answer(ask);
  co_await once.end(response);
  co_return response;
}

// Whom the request is about: the path says it, or the query, or the key.
Task<std::optional<HttpResponse>> Reception::place(const Endpoint& endpoint, Ask& ask) {
  if (endpoint.entry == Entry::any_key) co_return std::nullopt;
  if (endpoint.entry == Entry::installation) {
    if (ask.identity.of_installation()) co_return std::nullopt;
    co_return refuse(ask, 403, "insufficient_scope", "This needs a key of the installation.");
  }
  auto named = ask.request.path_value("key");
  if (named.empty()) named = ask.request.query_value("organization").value_or("");
  ask.organization = named.empty() ? ask.identity.organization : OrganizationKey{named};
  if (ask.organization.value.empty()) {
    if (endpoint.entry == Entry::either) co_return std::nullopt;
    co_return refuse(ask, 400, "organization_missing", "A key of the installation names ?organization=KEY.");
  }
  if (!ask.identity.sees(ask.organization)) co_return no_such_organization(ask);
  const bool served = tools_.parts.organizations->by_key(ask.organization).has_value();
  if (served || !ask.identity.of_installation() || tools_.parts.store == nullptr) {
    if (!served && ask.identity.of_installation()) co_return no_such_organization(ask);
    co_return std::nullopt;
  }
  const auto versions = co_await tools_.parts.store->versions();
  if (!versions) co_return failed(ask, versions.error(), "such organization");
  const bool stored = std::any_of(versions->begin(), versions->end(),
                                  [&](const TenantVersion& one) { return one.key == ask.organization; });
  if (!stored) co_return no_such_organization(ask);
  co_return std::nullopt;
}

std::optional<HttpResponse> Reception::read_body(const Endpoint& endpoint, Ask& ask) const {
  if (!endpoint.body) return std::nullopt;
  const auto& body = *endpoint.body;
  if (!accepts(body, ask.request.headers.get("Content-Type"))) {
    std::string wanted;
    for (const auto& media : body.media_types) wanted += (wanted.empty() ? "" : " or ") + media;
    return refuse(ask, 415, "unsupported_media_type", "Send the body as " + wanted + ".");
  }
  if (body.schema.empty()) {
    if (const auto bad = first_bad_utf8(ask.request.body)) {
      return refuse(ask, 400, "invalid_utf8", "The body is not UTF-8 at byte " + std::to_string(*bad) + ".");
    }
    return std::nullopt;
  }
  auto read = read_json(ask.request.body);
  if (const auto* refusal = std::get_if<JsonRefusal>(&read)) return refuse(ask, 400, refusal->code, refusal->detail);
  ask.body = std::get<Json>(std::move(read));
  if (!body.by_schema) return std::nullopt;
  auto faults = check_schema(ask.body, schemas_.at(body.schema), schemas_);
  if (faults.empty()) return std::nullopt;
  return invalid(ask, std::move(faults));
}

std::optional<HttpResponse> Reception::read_version(const Endpoint& endpoint, Ask& ask) const {
  auto text = ask.request.headers.get("If-Match");
  if (text.empty()) {
    if (!endpoint.versioned) return std::nullopt;
    return refuse(ask, 428, "if_match_missing", "Send the ETag that the change is based on as 'If-Match'.");
  }
  if (text == "*") {
    ask.expected = kAnyVersion;
    return std::nullopt;
  }
  if (text.size() > 2 && text.starts_with('"') && text.ends_with('"')) text = text.substr(1, text.size() - 2);
  std::int64_t version = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), version);
  if (error != std::errc{} || end != text.data() + text.size() || version < 0) {
    return refuse(ask, 412, "stale", "'If-Match' is no ETag that this server gave.");
  }
  ask.expected = version;
  return std::nullopt;
}

}  // namespace parley
