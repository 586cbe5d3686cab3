// SPDX-License-Identifier: Apache-2.0
// What a node answers by and learns with: layer 1b's teacher, layer 2, the memory of replies, the learner. Without a
// database nothing is learned and there is no knowledge; without Redis replies are remembered here alone.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "node_stores.hpp"
#include "node_vectors.hpp"
#include "parley/alerts/alert_rules.hpp"
#include "parley/answering/layered_answering.hpp"
#include "parley/async/blocking_pool.hpp"
#include "parley/config/settings.hpp"
#include "parley/language/knowledge_search.hpp"
#include "parley/learner/learner.hpp"
#include "parley/net/http_client.hpp"
#include "parley/ops/health.hpp"
#include "parley/router/router_switch.hpp"
#include "parley/tenants/meaning_teacher.hpp"

namespace parley {

class NodeMind {
 public:
  NodeMind(const Settings& settings, Clock& clock, Executor control, Log log, Meters& meters);

  // Everything that can fail at start; every reason is in the answer. `definitions_changed`: the learner has edited
  // patterns.
  std::vector<std::string> build(NodeStores& stores, std::function<void()> definitions_changed);
  // The root that its owner spawns on `control`; ends when it is cancelled.
  Task<void> run();
  // What is being learned comes to nothing, soon.
  void stop();

  MeaningTeacher* teacher() const { return teacher_.get(); }  // null: rules alone
  Answering& answering() { return *answering_; }
  RouterSwitch& router_switch() { return switch_; }
  TwoTierCache& cache() { return *cache_; }
  LearningStore* learned() { return learned_.get(); }
  NodeVectors& vectors() { return vectors_; }
  // How much of what providers of models and vectors allow is used, of those who tell.
  std::vector<AlertSample::Provider> providers() const;
  void add_links(Chain& chain) const;

 private:
  void build_teacher();
  std::vector<std::string> build_layer_two();
  void build_learner(NodeStores& stores, std::function<void()> definitions_changed);
  Result<std::shared_ptr<const Embedder>> embedder();  // opened once; on any thread that may block
  Task<LearnedBeside> beside(const Organization& organization);

  // Given to us.
  const Settings& settings_;
  Clock& clock_;
  Executor control_;
  Log log_;
  Meters& meters_;
  Database* database_ = nullptr;

  // Owned; what stands later uses what stands before.
  RouterSwitch switch_;
  std::mt19937_64 chance_;
  std::mutex embedder_mutex_;
  std::optional<Result<std::shared_ptr<const Embedder>>> embedder_;
  BlockingPool lessons_;
  BlockingPool indices_;
  HttpClient http_;
  std::unique_ptr<Redis> no_redis_;
  std::unique_ptr<TwoTierCache> cache_;
  NodeVectors vectors_;
  std::unique_ptr<ProviderLimits> chat_limits_;  // null: no language model
  std::unique_ptr<LearningStore> learned_;       // null: no database
  std::unique_ptr<KnowledgeSearch> search_;
  std::unique_ptr<LanguageModel> layer_two_;
  std::unique_ptr<Learner> learner_;         // null: no database
  std::unique_ptr<MeaningTeacher> teacher_;  // null: rules alone
  std::unique_ptr<Answering> answering_;
};

}  // namespace parley
