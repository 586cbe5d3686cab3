// SPDX-License-Identifier: Apache-2.0
#include "node_mind.hpp"

#include <filesystem>
#include <utility>

#include "parley/async/task_group.hpp"
#include "parley/encoder/use_lite.hpp"
#include "parley/language/chat_model.hpp"
#include "parley/language/knowledge_responder.hpp"
#include "parley/language/layer_two.hpp"
#include "parley/language/remote_embedder.hpp"
#include "parley/learning/negative_book.hpp"
#include "parley/router/normalise.hpp"

namespace parley {

NodeMind::NodeMind(const Settings& settings, Clock& clock, Executor control, Log log, Meters& meters)
    : settings_(settings),
      clock_(clock),
      control_(std::move(control)),
      log_(std::move(log)),
      meters_(meters),
      switch_(settings.router.enabled),
      chance_(std::random_device{}()),
      lessons_(1, "lessons", BlockingPool::Priority::background),
      indices_(1, "knowledge", BlockingPool::Priority::background),
      http_(clock),
      vectors_(settings, clock, log_, meters) {}

Result<std::shared_ptr<const Embedder>> NodeMind::embedder() {
  const std::lock_guard lock(embedder_mutex_);
  if (!embedder_) {
    auto opened = open_use_lite(std::filesystem::path(settings_.models_dir) / kUseLiteFile);
    if (opened) {
      embedder_.emplace(std::shared_ptr<const Embedder>(std::move(*opened)));
    } else {
      embedder_.emplace(opened.error());
    }
  }
  return *embedder_;
}

std::vector<std::string> NodeMind::build(NodeStores& stores, std::function<void()> definitions_changed) {
  database_ = stores.database();
  auto* redis = stores.redis();
  if (!redis) {
    no_redis_ = Redis::create({}, control_, clock_, log_, meters_);
    redis = no_redis_.get();
  }
  CacheSettings cache;
  cache.entries = settings_.cache.entries;
  cache.bytes = static_cast<std::size_t>(settings_.cache.megabytes) << 20U;
  cache.ttl = settings_.cache.ttl;
  cache.shared_ttl = {settings_.cache.reply_shared_ttl, settings_.cache.embedding_shared_ttl,
                      settings_.cache.tool_result_shared_ttl, settings_.cache.audio_shared_ttl};
  cache_ = TwoTierCache::create(cache, *redis, control_, clock_, log_, meters_);
  if (database_) learned_ = LearningStore::create(*database_, clock_);
  if (auto problems = vectors_.build(http_, *cache_, database_); !problems.empty()) return problems;
  build_teacher();
  if (auto problems = build_layer_two(); !problems.empty()) return problems;
  if (learned_) build_learner(stores, std::move(definitions_changed));
  AnsweringParts parts{clock_,           log_,           meters_,           &switch_, cache_.get(),
                       layer_two_.get(), learner_.get(), vectors_.vectors()};
  AnsweringLimits limits;
  limits.layer_two = settings_.language.deadline;
  limits.vector = settings_.embedding.deadline;
  answering_ = create_layered_answering(std::move(parts), limits);
  return {};
}

void NodeMind::build_teacher() {
  if (settings_.router.meaning == "off") return;
  MeaningTeacher::Parts parts{[this] { return embedder(); },
                              settings_.router.meaning == "shadow" ? MeaningMode::shadow : MeaningMode::answer,
                              lessons_,
                              clock_,
                              log_,
                              meters_};
  if (vectors_.vectors()) {
    parts.vectors = [this](const OrganizationKey& organization, std::vector<std::string> texts) {
      return vectors_.lesson(organization, std::move(texts));
    };
  }
  if (learned_) parts.beside = [this](const Organization& organization) { return beside(organization); };
  teacher_ = std::make_unique<MeaningTeacher>(std::move(parts));
}

std::vector<std::string> NodeMind::build_layer_two() {
  std::unique_ptr<LanguageModel> knowledge;
  if (database_) {
    KnowledgeSearchParts parts{database_, [this] { return embedder(); }, indices_, clock_, log_, meters_};
    search_ = create_knowledge_search(std::move(parts));
    knowledge = create_knowledge_responder(*search_, clock_, log_, meters_);
  }
  std::unique_ptr<LanguageModel> chat;
  const auto& language = settings_.language;
  if (!language.url.empty()) {
    if (language.url.starts_with("https://")) {
      const auto trusted = http_.trust("");
      if (!trusted) return {"language.url: " + trusted.error().message};
    }
    ChatModelSettings settings;
    settings.url = language.url;
    settings.model = language.model;
    settings.api_key = language.api_key;
    settings.deadline = language.deadline;
    settings.usd_per_1k_prompt = language.usd_per_1k_prompt;
    settings.usd_per_1k_completion = language.usd_per_1k_completion;
    chat_limits_ = std::make_unique<ProviderLimits>(host_of_url(language.url) + " " + language.model);
    ChatModelParts parts{search_.get(), http_, clock_, log_, meters_, chat_limits_.get()};
    chat = create_chat_model(std::move(settings), std::move(parts));
  }
  layer_two_ = create_layer_two(std::move(knowledge), std::move(chat));
  return {};
}

void NodeMind::build_learner(NodeStores& stores, std::function<void()> definitions_changed) {
  auto chance = [this] { return std::uniform_real_distribution<double>(0, 1)(chance_); };
  Learner::Parts parts{*learned_,
                       *stores.organizations(),
                       layer_two_.get(),
                       cache_.get(),
                       clock_,
                       log_,
                       meters_,
                       std::move(chance),
                       {},
                       std::move(definitions_changed)};
  learner_ = Learner::create({}, std::move(parts), control_);
}

Task<LearnedBeside> NodeMind::beside(const Organization& organization) {
  LearnedBeside beside;
  const auto key = organization.key;
  std::vector<std::string> examples;
  for (const auto& pattern : organization.patterns) {
    if (!pattern.active) continue;
    for (const auto& example : pattern.examples) examples.push_back(join_words(normalise(example)));
  }
  auto negatives = co_await learned_->negatives(key);
  if (negatives) {
    auto choice = choose_negatives(*negatives, examples);
    beside.negatives = std::move(choice.taught);
    if (!choice.dropped.empty()) {
      auto dropped = co_await learned_->drop_negatives(key, std::move(choice.dropped));
      if (!dropped) log_.warning("learning.failed", dropped.error().message, {{"organization", key.value}});
    }
  }
  // Negatives are questions that callers asked, as examples are: each counts as one.
  beside.negative_weight = 1;
  auto answered = co_await learned_->answered(key);
  if (answered) beside.answered = std::move(*answered);
  auto health = co_await learned_->health(key);
  if (health) {
    for (const auto& [pattern, one] : *health)
      if (one.extra_margin > 0) beside.margins.emplace(pattern, one.extra_margin);
  }
  co_return beside;
}

Task<void> NodeMind::run() {
  TaskGroup parts(control_);
  if (no_redis_) parts.start(no_redis_->run());
  parts.start(cache_->run());
  if (learner_) parts.start(learner_->run());
  co_await parts.join();
}

void NodeMind::stop() {
  if (teacher_) teacher_->stop();
}

std::vector<AlertSample::Provider> NodeMind::providers() const {
  std::vector<AlertSample::Provider> known;
  for (const auto* limits : {static_cast<const ProviderLimits*>(chat_limits_.get()), vectors_.limits()}) {
    const auto used = limits ? limits->used(clock_.now()) : std::nullopt;
    if (used) known.push_back({limits->name(), *used});
  }
  return known;
}

void NodeMind::add_links(Chain& chain) const {
  chain.add("embedder", LinkNeed::optional, [this] { return vectors_.health(); });
  chain.add("cache", LinkNeed::optional, [this]() -> LinkHealth {
    const auto now = cache_->state();
    if (!now.configured) return {LinkState::ok, "in this process", "", ""};
    if (now.sharing) return {LinkState::ok, "in this process and in Redis", "", ""};
    return {LinkState::degraded, "in this process", now.problem, "bring Redis back; nothing is lost"};
  });
  chain.add("model", LinkNeed::optional, [this]() -> LinkHealth {
    const auto& language = settings_.language;
    std::string detail = search_ ? "knowledge, without a language model" : "answers come without a language model";
    if (!language.url.empty()) detail = (search_ ? "knowledge, then " : "") + language.model;
    return {LinkState::ok, std::move(detail), "", ""};
  });
}

}  // namespace parley
