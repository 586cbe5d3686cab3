// SPDX-License-Identifier: Apache-2.0
// The chain from the wire to the voice: each link with its state, its last error and what mends it. The same chain
// answers `parley doctor` and /readyz?verbose.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley {

enum class LinkState { ok, degraded, broken, starting };
std::string_view to_string(LinkState state);

// essential: without it no call can be answered (a role's engine). optional: its loss is reported, calls go on.
enum class LinkNeed { essential, optional };

struct LinkHealth {
  LinkState state = LinkState::starting;
  std::string detail;      // what works, in a few words: "cmudict, 3 organizations"
  std::string last_error;  // empty when there was none
  std::string remedy;      // a command or a setting; empty when nothing is to be mended

  friend bool operator==(const LinkHealth&, const LinkHealth&) = default;
};

struct Link {
  std::string name;  // "recogniser", "voice", "sip", "rtp_ports", "call_log" …
  LinkNeed need = LinkNeed::essential;
  LinkHealth health;

  friend bool operator==(const Link&, const Link&) = default;
};

// Thread-safe. Providers are asked on the thread that takes the snapshot; they must not block or call the chain.
class Chain {
 public:
  using Provider = std::function<LinkHealth()>;

  // Links are reported in the order in which they were added.
  void add(std::string name, LinkNeed need, Provider provider);
  // A provider that throws is a broken link with the exception's text.
  std::vector<Link> snapshot() const;

 private:
  struct Entry {
    std::string name;
    LinkNeed need;
    Provider provider;
  };

  mutable std::mutex mutex_;
  std::vector<Entry> entries_;
};

// Set once: new calls are refused from then on, running ones go on.
class DrainState {
 public:
  void begin() noexcept { draining_.store(true); }
  bool draining() const noexcept { return draining_.load(); }

 private:
  std::atomic<bool> draining_{false};
};

struct NodeState {
  bool configured = false;      // a configuration is loaded
  bool call_slot_free = false;  // below calls.limit
  bool rtp_port_free = false;
  bool draining = false;
  std::vector<Link> links;
};

struct Readiness {
  bool ready = false;  // 200, else 503
  std::vector<std::string>
      reasons;  // why not: "starting", "full", "draining", "no_engine: recogniser", "no_configuration"
  std::vector<std::string> degraded;  // names of links that are less than well while the node still answers

  friend bool operator==(const Readiness&, const Readiness&) = default;
};
Readiness decide_readiness(const NodeState& node);

}  // namespace parley
