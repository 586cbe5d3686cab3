// SPDX-License-Identifier: Apache-2.0
#include "once.hpp"

#include "answers.hpp"
#include "parley/core/sha256.hpp"

namespace parley {
namespace {

constexpr std::chrono::hours kKeep{24};
constexpr std::chrono::minutes kLongestRun{1};
constexpr std::size_t kLongestKey = 255;

Json headers_json(const HttpHeaders& headers) {
  Json json = Json::object();
  for (const auto& [name, value] : headers.entries()) json[name] = value;
  return json;
}

bool store_away(const Error& error) { return error.fault != Fault::conflict && error.fault != Fault::invalid_input; }

}  // namespace

std::optional<RememberedAnswer> OnceBook::begin(const std::string& actor, const std::string& key,
                                                const std::string& sha256) {
  const std::lock_guard lock(mutex_);
  const auto now = clock_.now();
  const Name name(actor, key);
  const auto found = kept_.find(name);
  if (found != kept_.end()) {
    const auto age = now - found->second.since;
    if (age < kKeep && !(found->second.answer.running && age >= kLongestRun)) return found->second.answer;
    drop(found);
  }
  if (kept_.size() >= most_) drop(kept_.find(order_.front()));
  RememberedAnswer answer;
  answer.request_sha256 = sha256;
  answer.running = true;
  const auto place = order_.insert(order_.end(), name);
  kept_.emplace(name, Kept{std::move(answer), now, place});
  return std::nullopt;
}

void OnceBook::end(const std::string& actor, const std::string& key, RememberedAnswer answer) {
  const std::lock_guard lock(mutex_);
  const auto found = kept_.find(Name(actor, key));
  if (found == kept_.end()) return;
  if (answer.status == 0) {
    drop(found);
  } else {
    found->second.answer = std::move(answer);
  }
}

void OnceBook::drop(std::map<Name, Kept>::iterator place) {
  order_.erase(place->second.place);
  kept_.erase(place);
}

Task<std::optional<HttpResponse>> Once::begin() {
  const auto& request = ask_.request;
  if (!endpoint_.once || !request.headers.has("Idempotency-Key")) co_return std::nullopt;
  key_ = std::string(request.headers.get("Idempotency-Key"));
  if (key_.empty() || key_.size() > kLongestKey) {
    key_.clear();
    co_return refuse(ask_, 400, "invalid_idempotency_key", "'Idempotency-Key' is a text of 1 to 255 bytes.");
  }
  sha256_ = sha256_hex(request.method + "\n" + request.target + "\n" + request.body);
  std::optional<RememberedAnswer> known;
  in_memory_ = ask_.parts().keys == nullptr;
  if (!in_memory_) {
    auto begun = co_await ask_.parts().keys->begin_once(ask_.identity.organization, ask_.identity.actor, key_, sha256_);
    if (begun) {
      known = std::move(*begun);
    } else if (endpoint_.once_without_store && store_away(begun.error())) {
      in_memory_ = true;
    } else {
      key_.clear();
      co_return failed(ask_, begun.error(), "such request");
    }
  }
  if (in_memory_) known = book_.begin(client(), key_, sha256_);
  if (!known) co_return std::nullopt;
  key_.clear();  // it is not ours to end
  if (known->request_sha256 != sha256_) {
    co_return refuse(ask_, 422, "idempotency_key_reused", "This Idempotency-Key was sent with another request.");
  }
  if (known->running) {
    auto response =
        refuse(ask_, 409, "still_running", "The first request with this Idempotency-Key has not ended yet.");
    response.headers.add("Retry-After", "1");
    co_return response;
  }
  co_return replay(*known);
}

std::string Once::client() const { return ask_.identity.organization.value + "/" + ask_.identity.actor; }

HttpResponse Once::replay(const RememberedAnswer& answer) const {
  HttpResponse response;
  response.status = answer.status;
  const auto headers = Json::parse(answer.headers, nullptr, false);
  if (headers.is_object()) {
    for (const auto& [name, value] : headers.items()) {
      if (value.is_string()) response.headers.add(name, value.get<std::string>());
    }
  }
  response.headers.set("Idempotency-Replayed", "true");
  response.body = answer.body;
  return response;
}

Task<void> Once::end(const HttpResponse& response) {
  if (key_.empty()) co_return;
  RememberedAnswer answer;
  answer.request_sha256 = sha256_;
  if (response.status < 300) {
    answer.status = response.status;
    answer.headers = headers_json(response.headers).dump();
    answer.body = response.body;
    if (!endpoint_.secret_member.empty()) {
      auto body = Json::parse(answer.body, nullptr, false);
      if (body.is_object()) body[endpoint_.secret_member] = nullptr;
      answer.body = dump_json(body);
    }
  }
  if (in_memory_) {
    book_.end(client(), key_, std::move(answer));
    co_return;
  }
  auto ended =
      co_await ask_.parts().keys->end_once(ask_.identity.organization, ask_.identity.actor, key_, std::move(answer));
  if (!ended) ask_.parts().log.warning("once.not_remembered", ended.error().message);
}

}  // namespace parley
