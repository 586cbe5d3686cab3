// SPDX-License-Identifier: Apache-2.0
// Other instances, told by the test.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "parley/cluster/cluster_channel.hpp"
#include "parley/cluster/live_sessions.hpp"

namespace parley::test {

class FakeLiveSessions final : public LiveSessions {
 public:
  std::vector<CallRecord> others;  // newest first
  std::vector<std::string> alive = {"node-a", "node-b"};
  bool away = false;

  void tell(const CallRecord&) override {}
  Task<void> run() override { co_return; }
  Task<LiveSessionList> of(OrganizationKey organization, std::size_t most) override {
    LiveSessionList list;
    list.whole = !away;
    for (const auto& record : others) {
      if (!away && record.organization == organization && list.calls.size() < most) list.calls.push_back(record);
    }
    co_return list;
  }
  Task<Result<std::optional<CallRecord>>> find(OrganizationKey organization, CallId call) override {
    if (away) co_return Error{Fault::unavailable, "Redis is away"};
    for (const auto& record : others) {
      if (record.id == call && record.organization == organization) co_return std::optional<CallRecord>(record);
    }
    co_return std::optional<CallRecord>();
  }
  Task<Result<std::optional<std::string>>> node_of(CallId call) override {
    if (away) co_return Error{Fault::unavailable, "Redis is away"};
    for (const auto& record : others) {
      if (record.id == call) co_return std::optional<std::string>(record.node);
    }
    co_return std::optional<std::string>();
  }
  Task<Result<std::vector<std::string>>> nodes() override {
    if (away) co_return Error{Fault::unavailable, "Redis is away"};
    co_return alive;
  }
};

class FakeClusterChannel final : public ClusterChannel {
 public:
  std::function<Task<std::string>(std::string request)> other;  // answers as the other instance
  std::vector<std::string> asked;                               // nodes
  std::optional<Error> fault;

  Task<void> run() override { co_return; }
  Task<void> tell_changed(std::string) override { co_return; }
  Task<Result<std::string>> ask(std::string node, std::string request, std::chrono::milliseconds) override {
    asked.push_back(node);
    if (fault) co_return *fault;
    auto answer = co_await other(std::move(request));
    co_return answer;
  }
};

}  // namespace parley::test
