// SPDX-License-Identifier: Apache-2.0
// What stands behind the calls of a node: records, Postgres, Redis, and the other instances. Without a database records
// stay in memory; without Redis this instance knows of no other.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "parley/async/clock.hpp"
#include "parley/cluster/cluster_channel.hpp"
#include "parley/cluster/live_sessions.hpp"
#include "parley/config/settings.hpp"
#include "parley/database/database.hpp"
#include "parley/ops/health.hpp"
#include "parley/ops/metrics.hpp"
#include "parley/redis/redis.hpp"
#include "parley/store/access_store.hpp"
#include "parley/store/call_archive.hpp"
#include "parley/store/knowledge_store.hpp"
#include "parley/store/organization_store.hpp"
#include "parley/store/retention.hpp"
#include "parley/store/write_behind.hpp"

namespace parley {

class NodeStores final : private CallLog {
 public:
  NodeStores(const Settings& settings, Clock& clock, Executor control, Log log, MeterRegistry& meters);
  ~NodeStores() override;

  // Everything that can fail at start; every reason is in the answer.
  std::vector<std::string> open();
  // What other instances say goes to `listener`; once, before run().
  void listen(ClusterChannel::Listener listener);
  // Heartbeats, what others say, retention: the root that its owner spawns on `control`. Ends when it is cancelled.
  Task<void> run();
  // Blocks until records are safe, a few seconds at the most; no call runs any more.
  void flush();

  void add_links(Chain& chain) const;

  const std::string& node() const { return node_; }
  CallLog& log_of_calls() { return *this; }
  RecentCalls& recent() { return *recent_; }
  CallArchive* archive() { return archive_.get(); }
  OrganizationStore* organizations() { return organizations_.get(); }
  KnowledgeStore* knowledge() { return knowledge_.get(); }
  AccessStore* access() { return access_.get(); }
  LiveSessions* live() { return live_.get(); }
  ClusterChannel* channel() { return channel_.get(); }
  Database* database() { return database_.get(); }
  Redis* redis() { return redis_.get(); }

 private:
  std::vector<std::string> open_database();
  void open_redis();

  void remember(const CallRecord& record) override;
  void remember_callback(const Callback& callback) override;

  // Given to us.
  const Settings& settings_;
  Clock& clock_;
  Executor control_;
  Log log_;
  MeterRegistry& meters_;
  // Owned; what stands later uses what stands before. Null without their server.
  std::string node_;
  std::unique_ptr<RecentCalls> recent_;
  std::unique_ptr<Database> database_;
  std::unique_ptr<OrganizationStore> organizations_;
  std::unique_ptr<KnowledgeStore> knowledge_;
  std::unique_ptr<AccessStore> access_;
  std::unique_ptr<WriteBehind> written_;
  std::unique_ptr<CallArchive> archive_;
  std::unique_ptr<Retention> retention_;
  std::unique_ptr<Redis> redis_;
  std::unique_ptr<LiveSessions> live_;
  std::unique_ptr<ClusterChannel> channel_;
};

}  // namespace parley
