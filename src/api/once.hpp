// SPDX-License-Identifier: Apache-2.0
// Requests with an Idempotency-Key: done once, answered as often as asked.
#pragma once

#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "endpoint.hpp"

namespace parley {

// Remembered answers in memory, for a node without a database. Bounded: the oldest go. Thread-safe.
class OnceBook {
 public:
  OnceBook(std::size_t most, Clock& clock) : most_(most), clock_(clock) {}

  std::optional<RememberedAnswer> begin(const std::string& actor, const std::string& key, const std::string& sha256);
  void end(const std::string& actor, const std::string& key, RememberedAnswer answer);  // status 0: forget

 private:
  using Name = std::pair<std::string, std::string>;
  struct Kept {
    RememberedAnswer answer;
    Instant since;
    std::list<Name>::iterator place;
  };
  void drop(std::map<Name, Kept>::iterator place);

  const std::size_t most_;
  Clock& clock_;
  std::mutex mutex_;
  std::map<Name, Kept> kept_;
  std::list<Name> order_;  // oldest first
};

// One request on its way through: begin(), then the answer, then end().
class Once {
 public:
  Once(OnceBook& book, const Endpoint& endpoint, const Ask& ask) : book_(book), endpoint_(endpoint), ask_(ask) {}

  // An answer in place of doing it: a replay, or why not. nullopt: do it.
  Task<std::optional<HttpResponse>> begin();
  // Keeps what was answered when something was done, forgets the request when nothing was.
  Task<void> end(const HttpResponse& response);

 private:
  std::string client() const;  // keys of different organizations may have one actor
  HttpResponse replay(const RememberedAnswer& answer) const;

  OnceBook& book_;
  const Endpoint& endpoint_;
  const Ask& ask_;
  std::string key_;     // empty: the client did not ask for it
  std::string sha256_;  // of the request
  bool in_memory_ = false;
};

}  // namespace parley
