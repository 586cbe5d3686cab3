// SPDX-License-Identifier: Apache-2.0
// Keys of the API: shown once, kept as their SHA-256, ended by revoking.
#include <algorithm>
#include <array>
#include <utility>

#include "answers.hpp"
#include "key_text.hpp"
#include "moments.hpp"
#include "parley/async/kernel_random.hpp"
#include "parley/core/rfc3339.hpp"
#include "parley/core/sha256.hpp"
#include "resources.hpp"

namespace parley {
namespace {

constexpr const char* kKey = "key with this id";

Json or_null(const std::optional<WallTime>& when) { return when ? Json(format_rfc3339(*when)) : Json(nullptr); }

Json to_json(const StoredKey& key) {
  Json json;
  json["id"] = key.id;
  json["organization"] = key.organization.value.empty() ? Json(nullptr) : Json(key.organization.value);
  json["name"] = key.name;
  json["scopes"] = key.scopes;
  json["created_at"] = format_rfc3339(key.created_at);
  json["expires_at"] = or_null(key.expires_at);
  json["last_used_at"] = or_null(key.last_used_at);
  json["revoked_at"] = or_null(key.revoked_at);
  return json;
}

Task<HttpResponse> list_keys(const Ask& ask) {
  std::optional<HttpResponse> refusal;
  const auto page = page_asked(ask, refusal);
  if (!page) co_return std::move(*refusal);
  auto keys = co_await ask.parts().keys->keys(ask.organization);
  if (!keys) co_return failed(ask, keys.error(), kKey);
  std::sort(keys->begin(), keys->end(), [](const StoredKey& a, const StoredKey& b) { return a.id < b.id; });
  Json some = Json::array();
  std::optional<std::string> next;
  for (const auto& key : *keys) {
    if (!page->cursor.empty() && key.id <= page->cursor) continue;
    if (some.size() == page->limit) {
      next = some.back()["id"].get<std::string>();
      break;
    }
    some.push_back(to_json(key));
  }
  co_return json_answer(200, page_json(std::move(some), next));
}

// Nobody hands out more than they have; node:manage belongs to keys of the installation.
std::optional<HttpResponse> refuse_scopes(const Ask& ask, const std::vector<std::string>& names) {
  for (const auto& name : names) {
    const auto scope = parse_scope(name);
    const bool allowed =
        scope && ask.identity.scopes.has(*scope) && (*scope != Scope::node_manage || ask.organization.value.empty());
    if (!allowed) return refuse(ask, 403, "insufficient_scope", "This key cannot hand out the scope " + name + ".");
  }
  return std::nullopt;
}

Task<HttpResponse> add_key(const Ask& ask) {
  StoredKey key;
  key.name = ask.body["name"].get<std::string>();
  key.scopes = ask.body["scopes"].get<std::vector<std::string>>();
  key.organization = ask.organization;
  key.created_at = ask.parts().clock->wall_now();
  if (const auto until = ask.body.find("expires_at"); until != ask.body.end() && until->is_string()) {
    key.expires_at = parse_rfc3339(until->get<std::string>());
    if (!key.expires_at || *key.expires_at <= key.created_at) {
      std::vector<HttpProblemPlace> faults;
      faults.push_back({"/expires_at", "must be a time to come, as 2027-01-01T00:00:00Z", 0, 0});
      co_return invalid(ask, std::move(faults));
    }
  }
  // A key that ends hands out none that lasts longer.
  if (ask.identity.expires_at && (!key.expires_at || *key.expires_at > *ask.identity.expires_at)) {
    key.expires_at = ask.identity.expires_at;
  }
  auto refusal = refuse_scopes(ask, key.scopes);
  if (refusal) co_return std::move(*refusal);
  const auto id = new_uuid(key.created_at);
  std::array<std::uint8_t, 24> secret{};
  fill_random(secret);
  const auto text = make_key_text(id, secret);
  key.id = id.to_string();
  key.secret_sha256 = sha256_hex(text);
  auto added = co_await ask.parts().keys->add_key(key, ask.note());
  if (!added) co_return failed(ask, added.error(), "such organization");
  auto json = to_json(key);
  json["key"] = text;
  co_return json_answer(201, json);
}

Task<HttpResponse> revoke_key(const Ask& ask) {
  const auto id = Uuid::parse(ask.request.path_value("id"));
  if (!id) co_return not_found(ask, kKey);
  auto revoked = co_await ask.parts().keys->revoke_key(ask.organization, id->to_string(), ask.note());
  if (!revoked) co_return failed(ask, revoked.error(), kKey);
  ask.parts().access->forget();
  ask.parts().changed(ask.organization);  // other instances forget it too
  co_return empty_answer();
}

}  // namespace

std::vector<Endpoint> keys_api() {
  std::vector<Endpoint> all;
  all.emplace_back("GET", "/v1/keys", list_keys)
      .tell("keys", "List keys", "Those that were revoked or have expired as well.")
      .asks(Scope::keys_manage, Entry::either)
      .stored()
      .paged()
      .gives(200, "KeyPage", "A page.");
  auto& add = all.emplace_back("POST", "/v1/keys", add_key)
                  .tell("keys", "Make a key",
                        "`key` is shown this once. A key hands out scopes that it has itself, and no longer life than "
                        "its own.")
                  .asks(Scope::keys_manage, Entry::either)
                  .stored()
                  .takes("NewKey")
                  .acts_once()
                  .gives(201, "Key", "The key.");
  add.secret_member = "key";
  all.emplace_back("DELETE", "/v1/keys/{id}", revoke_key)
      .tell("keys", "Revoke a key", "At once here, within a second on other instances, within 30 s without Redis.")
      .asks(Scope::keys_manage, Entry::either)
      .stored()
      .gives(204, "", "It opens nothing any more.");
  return all;
}

}  // namespace parley
